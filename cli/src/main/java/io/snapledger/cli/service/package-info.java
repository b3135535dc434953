/** The HTTP interface of the services, and waiting for what they do. */
package io.snapledger.cli.service;
