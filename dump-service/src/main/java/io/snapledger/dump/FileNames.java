package io.snapledger.dump;

import java.util.Optional;

/** Whether this process can read the names of all files. Java takes their encoding from the locale that it is started with. */
public final class FileNames {

    private FileNames() {}

    /** What to tell the operator; empty if every name can be read. */
    public static Optional<String> trouble() {
        return trouble(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }

    static Optional<String> trouble(String encoding) {
        return encoding.equalsIgnoreCase("UTF-8")
                ? Optional.empty()
                : Optional.of("names of files are read as " + encoding
                        + ": files whose names are not ASCII will be left out of dumps; HINT: start dump-service with"
                        + " LC_ALL=C.UTF-8");
    }
}
