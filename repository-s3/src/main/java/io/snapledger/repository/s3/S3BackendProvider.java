package io.snapledger.repository.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snapledger.repository.BackendContext;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryBackendProvider;
import io.snapledger.repository.RepositorySettings;
import java.net.URLDecoder;
import java.util.Map;
import java.util.TreeMap;

/** Kind {@code s3}, with the settings of {@link S3Settings}; {@code s3://bucket/prefix?endpoint=https://…} as an address. */
public final class S3BackendProvider implements RepositoryBackendProvider {

    @Override
    public String kind() {
        return "s3";
    }

    @Override
    public RepositoryBackend open(String name, RepositorySettings settings, BackendContext context) {
        S3Settings parsed = S3Settings.of(settings);
        return new S3Backend(parsed, S3Clients.of(parsed), context.writes());
    }

    @Override
    public void check(RepositorySettings settings) {
        S3Settings.of(settings);
    }

    @Override
    public Map<String, String> settingsOf(String location) {
        String bare = location.startsWith("//") ? location.substring(2) : location;
        int question = bare.indexOf('?');
        Map<String, String> settings = new TreeMap<>();
        if (question >= 0) {
            for (String pair : bare.substring(question + 1).split("&", -1)) {
                take(pair, settings);
            }
        }
        String path = question < 0 ? bare : bare.substring(0, question);
        int slash = path.indexOf('/');
        settings.put("bucket", slash < 0 ? path : path.substring(0, slash));
        settings.put("prefix", slash < 0 ? "" : path.substring(slash + 1));
        return settings;
    }

    private static void take(String pair, Map<String, String> settings) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException(
                    "the address of a bucket has settings behind its '?' that are not NAME=VALUE"
                            + "; HINT: s3://bucket/prefix?endpoint=https://s3.example&region=eu-central-1");
        }
        String name = URLDecoder.decode(pair.substring(0, equals), UTF_8);
        if (name.equals("secret-key") || name.equals("access-key")) {
            throw new IllegalArgumentException("'" + name + "' stands in an address, where others can see it"
                    + "; HINT: " + name + "-file or " + name + "-env, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        }
        settings.put(name, URLDecoder.decode(pair.substring(equals + 1), UTF_8));
    }
}
