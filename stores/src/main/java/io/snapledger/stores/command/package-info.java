/** Running the stores' own tools, here or in a pod, so that none of them ever stays behind. */
package io.snapledger.stores.command;
