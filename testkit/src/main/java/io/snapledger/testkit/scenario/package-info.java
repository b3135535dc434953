/**
 * What must hold for an installation of real processes, as programs that anyone can run after a build. Each prints what it
 * found, and ends with 0 only if everything held. The tests of module standalone run them in small.
 */
package io.snapledger.testkit.scenario;
