/**
 * What must hold for an installation of real processes, as programs that anyone can run after a build. Each prints what it
 * found, and ends with 0 only if everything held. A small one is a test of module
 * standalone.
 */
package io.snapledger.testkit.scenario;
