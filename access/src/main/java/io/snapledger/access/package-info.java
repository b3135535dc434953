/** Who may call a service: tokens, what a browser is let in with, and what a request must look like before it is heard. */
package io.snapledger.access;
