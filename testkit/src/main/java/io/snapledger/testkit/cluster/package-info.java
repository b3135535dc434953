/** Snapledger as its users run it: real processes on loopback, driven through HTTP and signals only. */
package io.snapledger.testkit.cluster;
