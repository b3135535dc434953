package io.snapledger.dump;

/**
 * How far an attempt is.
 *
 * @param phase {@code dumping}, {@code stalled}, {@code sealing} or {@code uploading}
 * @param bytesRead plaintext bytes read from the store
 * @param bytesStaged sealed bytes staged
 * @param bytesExpected plaintext bytes of the base snapshot, 0 if there is none
 */
record Figures(String phase, long bytesRead, long bytesStaged, long bytesExpected) {}
