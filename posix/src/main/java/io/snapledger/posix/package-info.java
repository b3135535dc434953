/**
 * Files as the system has them: names that are bytes, directories that are open descriptors, attributes to the nanosecond.
 * Nothing here follows a symbolic link below a directory that is open, waits for a FIFO, or depends on the locale. Linux on x86-64 and
 * aarch64, kernel 4.11 or newer, whatever the C library.
 */
package io.snapledger.posix;
