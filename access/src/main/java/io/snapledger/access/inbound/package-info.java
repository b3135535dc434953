/** The rim of every service's HTTP: authentication, what is refused before it is read, and limits on connections. */
package io.snapledger.access.inbound;
