/** A repository in memory for tests, as strict as a real one, with scripted faults. */
package io.snapledger.repository.memory;
