/** What stored bytes look like; docs/repository-format.md says the same for strangers. */
package io.snapledger.repository.format;
