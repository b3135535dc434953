/** Plans, executes and verifies restores. */
package io.snapledger.restore;
