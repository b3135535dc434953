/** Contents for stores of tests: as odd as what people really keep, and the same for the same seed. */
package io.snapledger.testkit.samples;
