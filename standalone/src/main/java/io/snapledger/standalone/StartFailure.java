package io.snapledger.standalone;

import java.util.LinkedHashSet;
import java.util.Set;

/** Why something did not start, in words: each message of the chain of causes once, and no names of classes. */
final class StartFailure {

    private StartFailure() {}

    static String words(Throwable failure) {
        Set<String> messages = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            boolean repeats =
                    cause.getCause() != null && cause.getCause().toString().equals(message);
            if (message != null && !repeats) {
                messages.add(withoutClass(message));
            }
        }
        return messages.isEmpty()
                ? "no reason is known; HINT: set SNAPLEDGER_JAVA_OPTS=-Dquarkus.log.level=DEBUG" + " to see more"
                : String.join(": ", messages);
    }

    /** Some frameworks begin a message with the class of another exception. */
    private static String withoutClass(String message) {
        return message.replaceAll("\\b(?:[a-z][A-Za-z0-9_]*\\.){2,}[A-Z][A-Za-z0-9_$]*(?:Exception|Error): ", "");
    }
}
