package io.snapledger.standalone.program;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every endpoint that a class of ours declares: a new one is found without being told. */
final class Endpoints {

    private Endpoints() {}

    /**
     * An endpoint.
     *
     * @param verb of HTTP
     * @param path with a name in place of each parameter
     * @param declared what declares it
     */
    record Endpoint(String verb, String path, Method declared) {

        boolean namesARole() {
            return declared.isAnnotationPresent(RolesAllowed.class)
                    || declared.getDeclaringClass().isAnnotationPresent(RolesAllowed.class)
                            && !declared.isAnnotationPresent(PermitAll.class);
        }

        /** Whether its answer has no end. */
        boolean streams() {
            Produces produces = declared.getAnnotation(Produces.class);
            return produces != null && List.of(produces.value()).contains(MediaType.SERVER_SENT_EVENTS);
        }

        /** Whoever has one of these is let in. */
        List<String> roles() {
            RolesAllowed named = declared.isAnnotationPresent(RolesAllowed.class)
                    ? declared.getAnnotation(RolesAllowed.class)
                    : declared.getDeclaringClass().getAnnotation(RolesAllowed.class);
            return named == null ? List.of() : List.of(named.value());
        }

        @Override
        public String toString() {
            return verb + " " + path;
        }
    }

    static List<Endpoint> all() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.snapledger").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect)
                        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                        .flatMap(Endpoints::of)
                        .toList();
    }

    /** Those of the process that holds all services: it may have one of its own in the place of several. */
    static List<Endpoint> ofOneProcess() {
        Set<String> own = all().stream()
                .filter(Endpoints::isStandalone)
                .map(Endpoint::toString)
                .collect(Collectors.toSet());
        return all().stream()
                .filter(endpoint -> isStandalone(endpoint) || !own.contains(endpoint.toString()))
                .toList();
    }

    private static boolean isStandalone(Endpoint endpoint) {
        return endpoint.declared().getDeclaringClass().getPackageName().equals("io.snapledger.standalone");
    }

    private static Stream<Endpoint> of(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .flatMap(type -> Optional.ofNullable(type.getAnnotation(HttpMethod.class)).stream())
                .map(verb -> new Endpoint(verb.value(), path(method), method));
    }

    private static String path(Method method) {
        String own = Optional.ofNullable(method.getAnnotation(Path.class))
                .map(Path::value)
                .orElse("");
        return ("/" + method.getDeclaringClass().getAnnotation(Path.class).value() + "/" + own)
                .replaceAll("\\{[^}]*}", "x")
                .replaceAll("/+", "/")
                .replaceAll("(.)/$", "$1");
    }
}
