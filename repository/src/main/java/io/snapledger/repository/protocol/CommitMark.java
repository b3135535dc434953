package io.snapledger.repository.protocol;

import io.snapledger.events.SealedContent;

/**
 * What makes two commits the same one.
 *
 * @param attempt {@code <number>-<claim>}
 * @param digest of manifest and segment list
 */
public record CommitMark(String attempt, String digest) {

    public static CommitMark of(SealedContent content) {
        return new CommitMark(
                content.attempt(),
                content.manifest().sha256() + content.segmentList().sha256());
    }
}
