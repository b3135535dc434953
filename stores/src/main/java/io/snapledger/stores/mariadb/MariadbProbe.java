package io.snapledger.stores.mariadb;

import io.snapledger.stores.Probe;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Looks whether a server can be dumped. */
final class MariadbProbe {

    private final Server server;

    MariadbProbe(Server server) {
        this.server = server;
    }

    Probe look() throws StoreException, IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        String tool = "";
        try {
            tool = Tool.find(server).version();
        } catch (StoreException e) {
            problems.add(e.told());
        }
        try (Connection connection = server.connect()) {
            ServerFacts facts = ServerFacts.of(connection);
            List<String> lacking = facts.lacking(ServerFacts.TO_DUMP);
            if (!lacking.isEmpty()) {
                warnings.add("'" + server.options().username() + "' may not read everything of every database; HINT: "
                        + facts.grant(lacking));
            }
            if (!facts.isMariadb()) {
                warnings.add("the server is no MariaDB: this kind was never tried with it");
            }
            List<String> there = new Catalog(connection).databases();
            for (String wanted : server.options().databases()) {
                if (!there.contains(wanted)) {
                    problems.add("database '" + wanted + "' of option 'databases' is not there; HINT: there are "
                            + String.join(", ", there));
                }
            }
            long bytes = Long.parseLong(new Sql(connection)
                    .column("select cast(coalesce(sum(data_length), 0) as unsigned) from information_schema.tables"
                            + " where table_schema not in ('mysql', 'sys', 'information_schema', 'performance_schema')")
                    .get(0));
            return new Probe(true, facts.version(), tool, OptionalLong.of(bytes), problems, warnings);
        } catch (SQLException e) {
            throw server.failure("look at the server", e);
        }
    }
}
