package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A test in the module that owns it, or a case of the whole program, that shows that an attack fails. */
final class Proof {

    private static final Path ROOT = Path.of("..");

    private Proof() {}

    /**
     * Looks into the sources, since tests of other modules are on no class path of this one.
     *
     * @param proof {@code module/Class#method}, or {@code cases/directory/name}
     */
    static void assertThatThereIs(String proof) throws IOException {
        if (proof.startsWith("cases/")) {
            assertThat(ROOT.resolve("testkit").resolve(proof)).isRegularFile();
            return;
        }
        String module = proof.substring(0, proof.indexOf('/'));
        String type = proof.substring(module.length() + 1, proof.indexOf('#'));
        String method = proof.substring(proof.indexOf('#') + 1);
        String source = source(module, type);
        Matcher found = Pattern.compile("void " + method + "\\(").matcher(source);
        assertThat(found.find()).as("method %s in %s", method, type).isTrue();
        assertThat(source.substring(source.lastIndexOf("\n\n", found.start()), found.start()))
                .as("%s is a test", proof)
                .containsPattern("@(Test|ParameterizedTest|Property)\\b")
                .doesNotContain("@Disabled");
    }

    private static String source(String module, String type) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
            List<Path> found =
                    files.filter(file -> file.endsWith(type + ".java")).toList();
            assertThat(found).as("%s in module %s", type, module).hasSize(1);
            return Files.readString(found.get(0));
        }
    }
}
