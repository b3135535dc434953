/** Programs that measure Snapledger beside other tools, through the real services. */
package io.snapledger.benchmarks;
