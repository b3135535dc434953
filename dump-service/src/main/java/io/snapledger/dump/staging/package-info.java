/**
 * Sealed segments on their way to storage-service: files with a quota and a journal that survive the process and the power.
 */
package io.snapledger.dump.staging;
