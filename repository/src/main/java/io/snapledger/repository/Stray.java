package io.snapledger.repository;

/**
 * Something in a repository that is no object of it: another program's file, a name that no object has, or a thing that is no file
 * at the place of an object. It concerns nobody, but somebody may want to know.
 *
 * @param name its path in the repository, printable
 * @param what in words, such as {@code a named pipe}
 */
public record Stray(String name, String what) {}
