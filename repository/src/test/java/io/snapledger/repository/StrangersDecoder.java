package io.snapledger.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Reads a snapshot out of a directory as a stranger would who has docs/repository-format.md, a JDK, zstd and a JSON parser, and none of
 * our code.
 */
final class StrangersDecoder {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();

    private final Path repository;
    private final byte[] privateKey;

    StrangersDecoder(Path repository, String keyFile) {
        this.repository = repository;
        Matcher line = Pattern.compile("snapledger-private-key-1:([0-9a-f]{64}):([0-9a-f]{8})")
                .matcher(keyFile);
        require(line.find(), "a key line");
        this.privateKey = HEX.parseHex(line.group(1));
        require(HEX.formatHex(sha256(privateKey)).startsWith(line.group(2)), "check digits of the key");
    }

    /** All streams of a snapshot. */
    Map<String, byte[]> restore(String store, String snapshot) throws IOException, GeneralSecurityException {
        // 1
        byte[] decisionBytes = Files.readAllBytes(repository.resolve("decisions/" + store + "/" + snapshot + ".json"));
        String decisionText = new String(decisionBytes, StandardCharsets.UTF_8);
        JsonNode object = JSON.readTree(decisionText);
        JsonNode decision = object.path("decision");
        JsonNode sealed = decision.path("content");
        int tail = decisionText.lastIndexOf(",\"sha256\":\"");
        require(
                object.path("sha256")
                        .asText()
                        .equals(HEX.formatHex(
                                sha256(decisionText.substring(0, tail).getBytes(StandardCharsets.UTF_8)))),
                "digest of the decision");
        require(List.of("COMMITTED", "EXPIRED").contains(decision.path("state").asText()), "a restorable state");
        String attempt = sealed.path("attempt").asText();
        // 2
        byte[] dataKey = unwrap(store, sealed.path("epoch").asText());
        byte[] prk = hmac("snapledger/1".getBytes(StandardCharsets.UTF_8), dataKey);
        require(
                HEX.formatHex(expand(prk, "snapledger/1/epoch", 8))
                        .equals(sealed.path("epoch").asText()),
                "epoch of the data key");
        byte[] chunkIds = expand(prk, "snapledger/1/chunk-id", 32);
        byte[] seal = expand(prk, "snapledger/1/seal", 32);
        byte[] manifestSecret = expand(prk, "snapledger/1/manifest", 32);
        // 3
        byte[] list = Files.readAllBytes(repository.resolve(segmentPath(store, snapshot, attempt, "list")));
        require(
                list.length == sealed.at("/segmentList/length").asLong()
                        && HEX.formatHex(sha256(list))
                                .equals(sealed.at("/segmentList/sha256").asText()),
                "segment list of the decision");
        // 4, 5
        int first = sealed.at("/manifest/first").asInt();
        ByteArrayOutputStream manifestSegments = new ByteArrayOutputStream();
        ByteArrayOutputStream manifestText = new ByteArrayOutputStream();
        for (int n = first; n < first + sealed.at("/manifest/count").asInt(); n++) {
            String id = store + "/" + snapshot + "/" + attempt + "/" + n;
            byte[] segment = Files.readAllBytes(repository.resolve("segments/" + id));
            manifestSegments.writeBytes(segment);
            openSegment(id, segment, 2, manifestSecret, chunkIds).forEach(manifestText::writeBytes);
        }
        require(
                manifestSegments.size() == sealed.at("/manifest/length").asLong()
                        && HEX.formatHex(sha256(manifestSegments.toByteArray()))
                                .equals(sealed.at("/manifest/sha256").asText()),
                "manifest of the decision");
        JsonNode manifest = JSON.readTree(manifestText.toByteArray());
        JsonNode facts = manifest.path("facts");
        for (String field : List.of("installation", "order")) {
            require(facts.get(field).equals(decision.path("subject").get(field)), field + " of the decision");
        }
        for (String field : List.of("attempt", "epoch", "owners")) {
            require(manifest.get(field).equals(sealed.get(field)), field + " of the decision");
        }
        for (String field :
                List.of("objects", "suspect", "external", "toolVersion", "serverVersion", "startedAt", "sealedAt")) {
            require(
                    Objects.equals(facts.get(field), sealed.get(field)),
                    field + " of the decision"); // suspect may be absent
        }
        long missed = 0;
        for (JsonNode missing : facts.get("notIncluded")) {
            missed += missing.get("cause").asText().equals("missed")
                    ? missing.get("count").asLong()
                    : 0;
        }
        require(missed == sealed.get("missed").asLong(), "missed of the decision");
        // 6, 7, 8
        Map<String, byte[]> streams = new LinkedHashMap<>();
        Map<String, List<byte[]>> opened = new LinkedHashMap<>();
        for (JsonNode stream : manifest.get("streams")) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            JsonNode runs = stream.get("runs");
            for (int i = 0; i < runs.size(); i += 4) {
                int owner = runs.get(i).asInt();
                String of = owner == 0
                        ? snapshot + "/" + attempt
                        : manifest.at("/owners/" + (owner - 1) + "/snapshot").asText() + "/"
                                + manifest.at("/owners/" + (owner - 1) + "/attempt")
                                        .asText();
                String id = store + "/" + of + "/" + runs.get(i + 1).asInt();
                if (!opened.containsKey(id)) {
                    byte[] segment = Files.readAllBytes(repository.resolve("segments/" + id));
                    opened.put(id, openSegment(id, segment, 1, seal, chunkIds));
                }
                int chunk = runs.get(i + 2).asInt();
                opened.get(id).subList(chunk, chunk + runs.get(i + 3).asInt()).forEach(content::writeBytes);
            }
            byte[] bytes = content.toByteArray();
            require(
                    bytes.length == stream.get("bytes").asLong()
                            && HEX.formatHex(sha256(bytes))
                                    .equals(stream.get("sha256").asText()),
                    "stream " + stream.get("name"));
            streams.put(stream.get("name").asText(), bytes);
        }
        return streams;
    }

    private static String segmentPath(String store, String snapshot, String attempt, String name) {
        return "segments/" + store + "/" + snapshot + "/" + attempt + "/" + name;
    }

    private static List<byte[]> openSegment(String id, byte[] segment, int kind, byte[] secret, byte[] chunkIds)
            throws GeneralSecurityException {
        ByteBuffer file = ByteBuffer.wrap(segment);
        require(new String(segment, 0, 8, StandardCharsets.US_ASCII).equals("SNPLSEG1"), "header");
        require(file.getLong(8) == (long) kind << 56, "kind");
        byte[] key = expand(hmac(Arrays.copyOfRange(segment, 16, 48), secret), "snapledger/1/segment", 32);
        int chunks = file.getInt(segment.length - 16);
        int sealedIndex = file.getInt(segment.length - 12);
        require(new String(segment, segment.length - 8, 8, StandardCharsets.US_ASCII).equals("SNPLEND1"), "trailer");
        int indexAt = segment.length - 16 - sealedIndex;
        ByteBuffer index = ByteBuffer.wrap(open(key, id, -1, segment, indexAt, sealedIndex));
        require(index.remaining() == chunks * 41, "length of the index");
        List<byte[]> plain = new ArrayList<>();
        int at = 48;
        for (int chunk = 0; chunk < chunks; chunk++) {
            byte[] chunkId = new byte[32];
            index.get(chunkId);
            int plainLength = index.getInt();
            int payloadLength = index.getInt();
            byte codec = index.get();
            byte[] payload = open(key, id, chunk, segment, at, payloadLength + 16);
            at += payloadLength + 16;
            byte[] content = codec == 0 ? payload : Zstd.decompress(payload, plainLength);
            require(content.length == plainLength, "length of chunk " + chunk);
            require(Arrays.equals(hmac(chunkIds, content), chunkId), "id of chunk " + chunk);
            plain.add(content);
        }
        require(at == indexAt, "chunks up to the index");
        return plain;
    }

    private static byte[] open(byte[] key, String id, int counter, byte[] bytes, int offset, int length)
            throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(12).putInt(8, counter).array();
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        byte[] associated =
                ByteBuffer.allocate(text.length + 4).put(text).putInt(counter).array();
        return aesGcm(key, nonce, associated, Arrays.copyOfRange(bytes, offset, offset + length));
    }

    private static byte[] aesGcm(byte[] key, byte[] nonce, byte[] associated, byte[] sealed)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(associated);
        return cipher.doFinal(sealed);
    }

    // HPKE, RFC 9180: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM

    private byte[] unwrap(String store, String epoch) throws IOException, GeneralSecurityException {
        byte[] publicKey = publicKey();
        String recipient = HEX.formatHex(sha256(publicKey)).substring(0, 16);
        JsonNode wrap =
                JSON.readTree(Files.readAllBytes(repository.resolve("keys/" + store + "/" + epoch + "/" + recipient)));
        byte[] encapsulated =
                Base64.getDecoder().decode(wrap.get("encapsulated").asText());
        byte[] ciphertext = Base64.getDecoder().decode(wrap.get("ciphertext").asText());

        byte[] kem = join(ascii("KEM"), new byte[] {0, 0x20});
        byte[] extracted = labeledExtract(kem, new byte[0], "eae_prk", agree(encapsulated));
        byte[] shared = labeledExpand(kem, extracted, "shared_secret", join(encapsulated, publicKey), 32);

        byte[] suite = join(ascii("HPKE"), new byte[] {0, 0x20, 0, 1, 0, 2});
        byte[] context = join(
                new byte[] {0},
                labeledExtract(suite, new byte[0], "psk_id_hash", new byte[0]),
                labeledExtract(suite, new byte[0], "info_hash", ascii("snapledger/1/data-key")));
        byte[] secret = labeledExtract(suite, shared, "secret", new byte[0]);
        byte[] key = labeledExpand(suite, secret, "key", context, 32);
        byte[] nonce = labeledExpand(suite, secret, "base_nonce", context, 12);
        return aesGcm(key, nonce, ascii(store + "/" + epoch + "/" + recipient), ciphertext);
    }

    private byte[] agree(byte[] theirPublicKey) throws GeneralSecurityException {
        KeyFactory keys = KeyFactory.getInstance("X25519");
        PrivateKey mine = keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey));
        PublicKey theirs = keys.generatePublic(
                new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, reversed(theirPublicKey))));
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(mine);
        agreement.doPhase(theirs, true);
        return agreement.generateSecret();
    }

    /** X25519 of the private key and the base point 9. */
    private byte[] publicKey() throws GeneralSecurityException {
        byte[] basePoint = new byte[32];
        basePoint[0] = 9;
        return agree(basePoint);
    }

    private static byte[] labeledExtract(byte[] suite, byte[] salt, String label, byte[] input)
            throws GeneralSecurityException {
        return hmac(salt, join(ascii("HPKE-v1"), suite, ascii(label), input));
    }

    private static byte[] labeledExpand(byte[] suite, byte[] key, String label, byte[] info, int length)
            throws GeneralSecurityException {
        byte[] labeled = join(new byte[] {0, (byte) length}, ascii("HPKE-v1"), suite, ascii(label), info);
        return expand(key, labeled, length);
    }

    private static byte[] expand(byte[] key, String info, int length) throws GeneralSecurityException {
        return expand(key, ascii(info), length);
    }

    private static byte[] expand(byte[] key, byte[] info, int length) throws GeneralSecurityException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        byte[] block = new byte[0];
        for (int i = 1; output.size() < length; i++) {
            block = hmac(key, join(block, info, new byte[] {(byte) i}));
            output.writeBytes(block);
        }
        return Arrays.copyOf(output.toByteArray(), length);
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.length == 0 ? new byte[32] : key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new AssertionError("the stranger finds wrong: " + what);
        }
    }
}
