package io.snapledger.cli.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.cli.output.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;

/** What the services' answers mean, and that none came. */
final class Answers {

    private Answers() {}

    /**
     * The body of an answer that is no refusal.
     *
     * @throws CliException what was refused, and why
     */
    static JsonNode checked(Service service, HttpResponse<String> response) {
        JsonNode body = body(service, response);
        if (response.statusCode() < 400) {
            return body;
        }
        throw failure(service, response, body);
    }

    /** A refusal, in the words of the service. */
    static CliException failure(Service service, HttpResponse<?> response, JsonNode body) {
        String code = Json.text(body, "code");
        String message = Json.text(body, "message");
        return new CliException(
                exit(response.statusCode(), code),
                code.isEmpty() ? "http-" + response.statusCode() : code,
                message.isEmpty()
                        ? "the " + service.word() + " at " + response.uri() + " answered HTTP " + response.statusCode()
                        : message,
                Json.text(body, "hint"),
                Json.texts(body, "choices"),
                null);
    }

    /** @throws CliException if it is not JSON, and no refusal */
    static JsonNode body(Service service, HttpResponse<String> response) {
        try {
            return Json.read(response.body().isBlank() ? "{}" : response.body());
        } catch (JsonProcessingException e) {
            if (response.statusCode() >= 400) {
                return Json.object();
            }
            throw new CliException(
                    Exit.FAILED,
                    "not-understood",
                    "the " + service.word() + " at " + response.uri()
                            + " answered something that is not JSON; HINT: is it a Snapledger service?",
                    e);
        }
    }

    /** What a refusal means for who asked: its code says so, else its status. */
    static Exit exit(int status, String code) {
        Exit known = Exit.of(code);
        if (known != Exit.FAILED) {
            return known;
        }
        return switch (status) {
            case 400, 405, 406, 413, 415 -> Exit.USAGE;
            case 401, 403 -> Exit.DENIED;
            case 404, 410 -> Exit.NOT_FOUND;
            case 409, 412, 423 -> Exit.CONFLICT;
            case 422 -> Exit.DAMAGED;
            case 429, 502, 503, 504 -> Exit.UNREACHABLE;
            default -> Exit.FAILED;
        };
    }

    /** The body of a refusal where lines were asked for. */
    static JsonNode error(BufferedReader lines) throws IOException {
        try {
            return Json.read(String.valueOf(lines.readLine()));
        } catch (JsonProcessingException e) {
            return Json.object();
        }
    }

    /** Nobody has answered. */
    static CliException unreachable(Service service, URI url, Exception e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (e instanceof HttpTimeoutException) {
            why = "no answer in time";
        } else if (e instanceof ConnectException) {
            why = "nobody answers";
        }
        return new CliException(
                Exit.UNREACHABLE,
                "unreachable",
                "cannot reach the " + service.word() + " at " + url + ": " + why
                        + "; HINT: start it with snapledger up, or say where it is with --url or SNAPLEDGER_URL",
                e);
    }
}
