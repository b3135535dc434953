/**
 * Comparisons of two stores by means that share nothing with the engines that dump and restore them. Each is a program
 * too: exit code 0 for equal, 8 for different with the differences printed, 2 for wrong use.
 */
package io.snapledger.testkit.compare;
