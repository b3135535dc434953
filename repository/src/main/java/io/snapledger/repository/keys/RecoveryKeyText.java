package io.snapledger.repository.keys;

/** What stands in the recovery key file: the key, and what whoever finds it in five years must know. */
final class RecoveryKeyText {

    private RecoveryKeyText() {}

    static String of(RecipientKey key) {
        return """
                Snapledger recovery key %s

                Whoever holds this file and the repository can read every backup, with nothing else left:

                    snapledger restore --from <repository> --key-file <this file>

                Losing it together with the machine means that the backups are lost for good.
                Keep it off this machine: print it, or put it into a password manager. Then prove that you have it:

                    snapledger key prove --key-file <this file>

                %s
                """.formatted(key.recipient().id(), key.text());
    }
}
