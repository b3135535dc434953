package io.snapledger.repository;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** The JSON of {@code repository.json}. */
public final class RepositoryInfoCodec {

    private static final ObjectMapper JSON = ObjectJson.mapper().build();

    private RepositoryInfoCodec() {}

    public static byte[] write(RepositoryInfo info) {
        try {
            return JSON.writeValueAsBytes(info);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write repository.json", e);
        }
    }

    /** Refuses a format that this program does not know. */
    public static RepositoryInfo read(byte[] bytes) {
        RepositoryInfo info;
        try {
            info = JSON.readValue(bytes, RepositoryInfo.class);
            if (info == null) {
                throw new IOException("null");
            }
        } catch (IOException e) {
            throw new DamagedSnapshotException(
                    RepositoryLayout.INFO, "the description of a repository", String.valueOf(e.getMessage()), e);
        }
        if (info.format() != RepositoryInfo.FORMAT) {
            throw new RepositoryException.Permanent(
                    "format-unknown",
                    "the repository has format " + info.format() + ", this program reads " + RepositoryInfo.FORMAT
                            + "; HINT: use a later Snapledger");
        }
        return info;
    }
}
