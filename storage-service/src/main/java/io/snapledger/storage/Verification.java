package io.snapledger.storage;

/**
 * What reading a snapshot back has shown.
 *
 * @param snapshot id of the snapshot
 * @param repository name of the repository
 * @param outcome {@code verified} or {@code damaged}
 * @param segments how many were found whole, those of owners included
 * @param bytes how many were read
 * @param object path of the first damaged object; empty if there is none
 * @param message what was expected and found; empty if nothing is damaged
 */
public record Verification(
        String snapshot, String repository, String outcome, int segments, long bytes, String object, String message) {}
