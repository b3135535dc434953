package io.snapledger.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.service.Service;
import io.snapledger.cli.service.Services;
import picocli.CommandLine.Command;

/** Lets a browser in that has no token. */
@Command(
        name = "login",
        description = "Prints an address that logs a browser in, once, within ten minutes.",
        footer = {"", "Example:", "  xdg-open \"$(snapledger login)\""})
final class LoginCommand implements Runnable {

    private final Session session;

    LoginCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Services services = session.services();
        String path = Json.text(services.post(Service.CATALOG, "/api/access/logins", null, Services.SOON), "path");
        ObjectNode told = Json.object();
        told.put("url", services.url(Service.CATALOG).toString().replaceAll("/$", "") + path);
        session.output().one(told, Json.text(told, "url"), page -> page.line(Json.text(told, "url")));
    }
}
