/**
 * What must hold for an installation of real processes, as programs that anyone can run after a build. Each prints what it
 * found, and ends with 0 only if everything held. The profile {@code faults} runs
 * a small one as a test of module standalone.
 */
package io.snapledger.testkit.scenario;
