package io.snapledger.repository.keys;

import io.snapledger.posix.DurableFile;
import io.snapledger.posix.EffectiveUser;
import io.snapledger.posix.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The keys of an installation: {@code service.key} (private, 0600), {@code recovery.pub} (public key of the recovery key, hex) and,
 * once somebody has shown to hold it, {@code recovery.proved} (its key id and when). The recovery key itself never rests here.
 */
public final class KeyDirectory {

    private static final String SERVICE_KEY = "service.key";
    private static final String RECOVERY_PUBLIC = "recovery.pub";
    private static final String RECOVERY_PROVED = "recovery.proved";

    /** Bytes of a file of this directory, or of a key file. */
    private static final int LONGEST = 64 << 10;

    /** Rights of everybody, and of the group to do more than read. */
    private static final int TOO_MUCH = 037;

    private static final int GROUP_READS = 040;

    /** Where the proof may rest, the best place first. */
    private final List<Path> proofs;

    private final RecipientKey service;
    private final Recipient recovery;

    private KeyDirectory(List<Path> proofs, RecipientKey service, Recipient recovery) {
        this.proofs = proofs;
        this.service = service;
        this.recovery = recovery;
    }

    /**
     * Opens the directory; at the first start makes the keys. The recovery key is written first, so that no snapshot can exist
     * that it does not open; a start that died halfway goes on with what it finds.
     *
     * @param recoveryKeyFile outside the data directory; made with 0600 unless it exists. The user moves it to a safe place
     * @throws IOException if a file cannot be written, or an existing one is not a key
     */
    public static KeyDirectory initialise(Path directory, Path recoveryKeyFile, SecureRandom random)
            throws IOException {
        if (Files.exists(directory.resolve(SERVICE_KEY))) {
            return open(directory);
        }
        if (recoveryKeyFile
                .toAbsolutePath()
                .normalize()
                .startsWith(directory.toAbsolutePath().normalize())) {
            throw new IOException("the recovery key file " + recoveryKeyFile + " lies in the key directory " + directory
                    + "; HINT: who loses the one must not lose the other, name a place elsewhere");
        }
        createDirectory(directory);
        RecipientKey recovery = recoveryKey(recoveryKeyFile, random);
        Files.deleteIfExists(directory.resolve(RECOVERY_PUBLIC)); // of a first start that died, its key file moved away
        writeOnce(directory.resolve(RECOVERY_PUBLIC), recovery.recipient().text() + "\n");
        writeOnce(directory.resolve(SERVICE_KEY), RecipientKey.generate(random).text() + "\n");
        return open(directory);
    }

    /** Opens a directory that {@link #initialise} has made. */
    public static KeyDirectory open(Path directory) throws IOException {
        return new KeyDirectory(
                List.of(directory.resolve(RECOVERY_PROVED)),
                readKey(serviceKey(directory)),
                readRecipient(directory.resolve(RECOVERY_PUBLIC)));
    }

    /**
     * Opens a directory that {@link #initialise} has made, or a volume with its files that cannot be written, such as a Secret of Kubernetes.
     *
     * @param own a directory of the caller's, where it is recorded that the recovery key was proved if that cannot be recorded beside the keys
     */
    public static KeyDirectory open(Path directory, Path own) throws IOException {
        KeyDirectory opened = open(directory);
        return new KeyDirectory(
                List.of(directory.resolve(RECOVERY_PROVED), own.resolve(RECOVERY_PROVED)),
                opened.service,
                opened.recovery);
    }

    /** The file of the service key in a key directory. */
    public static Path serviceKey(Path directory) {
        return directory.resolve(SERVICE_KEY);
    }

    /**
     * Reads a key file, such as the recovery key for a cold restore. A group may read it if somebody else has given it to us that way, as a
     * mounted Secret does; a file of our own is for us alone.
     *
     * @throws IOException if it is no regular file of at most {@value #LONGEST} bytes, can be read by others, or holds no key
     */
    public static RecipientKey readKey(Path file) throws IOException {
        try (RegularFile opened = RegularFile.open(file)) {
            int mode = opened.status().mode();
            boolean shared = (mode & GROUP_READS) != 0 && opened.status().owner() == EffectiveUser.id();
            if ((mode & TOO_MUCH) != 0 || shared) {
                throw new IOException(file + " can be read by others (mode " + Integer.toOctalString(mode)
                        + "); HINT: chmod 600 " + file);
            }
        }
        return readAs(file, text -> RecipientKey.parse(file.toString(), text));
    }

    /** The private keys that rest here. */
    public KeyRing ring() {
        return new KeyRing(List.of(service));
    }

    /** To whom every data key is wrapped: the service and the recovery key. */
    public List<Recipient> recipients() {
        return List.of(service.recipient(), recovery);
    }

    /** The public half of the recovery key. */
    public Recipient recovery() {
        return recovery;
    }

    /**
     * Whether a file is there and holds the recovery key of this installation.
     *
     * @throws IOException if it is there and holds no key, or others may read it
     */
    public boolean isRecoveryKey(Path file) throws IOException {
        return Files.exists(file) && readKey(file).recipient().id().equals(recovery.id());
    }

    /** When somebody has shown to hold the recovery key; empty: every status says AT RISK. */
    public Optional<String> recoveryProvedAt() throws IOException {
        for (Path file : proofs) {
            if (Files.isRegularFile(file)) {
                String[] words = text(file).strip().split(" ", 2);
                if (words.length == 2 && words[0].equals(recovery.id())) {
                    return Optional.of(words[1]);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Records that the recovery key was proved, in the first place that can be written.
     *
     * @param at instant, as text
     */
    public void recordRecoveryProved(String at) throws IOException {
        byte[] line = (recovery.id() + " " + at + "\n").getBytes(StandardCharsets.UTF_8);
        IOException first = null;
        for (Path file : proofs) {
            try {
                DurableFile.replace(file, line);
                return;
            } catch (IOException e) {
                if (first != null) {
                    e.addSuppressed(first);
                }
                first = e;
            }
        }
        throw first;
    }

    private static RecipientKey recoveryKey(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            RecipientKey key = RecipientKey.generate(random);
            if (file.toAbsolutePath().getParent() != null) {
                createDirectory(file.toAbsolutePath().getParent());
            }
            writeOnce(file, RecoveryKeyText.of(key));
        }
        return readKey(file);
    }

    private static Recipient readRecipient(Path file) throws IOException {
        return readAs(file, text -> new Recipient(HexFormat.of().parseHex(text.strip())));
    }

    private interface Parser<T> {
        T parse(String text);
    }

    private static <T> T readAs(Path file, Parser<T> parser) throws IOException {
        try {
            return parser.parse(text(file));
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot read key file " + file + ": " + e.getMessage(), e);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(RegularFile.readWhole(file, LONGEST), StandardCharsets.UTF_8);
    }

    private static void createDirectory(Path directory) throws IOException {
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownerOnly);
        }
    }

    private static void writeOnce(Path file, String text) throws IOException {
        DurableFile.create(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
