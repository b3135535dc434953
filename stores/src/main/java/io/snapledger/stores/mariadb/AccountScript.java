package io.snapledger.stores.mariadb;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Users, roles and grants as SQL: each is created by a statement, which those follow that say what it may do. */
final class AccountScript {

    private static final String MODE = "/*!50003 SET sql_mode = 'NO_BACKSLASH_ESCAPES' */";
    private static final Pattern CREATE =
            Pattern.compile("^CREATE (?:ROLE `((?:[^`]|``)*)`$|USER `((?:[^`]|``)*)`@`((?:[^`]|``)*)`)");
    private static final Pattern GRANT = Pattern.compile("^(?:GRANT|SET DEFAULT ROLE) ");

    private final List<Accounts.Account> accounts = new ArrayList<>();

    /** The script; it ends with the line by which dumps end. */
    static String write(List<Accounts.Account> accounts) {
        StringBuilder script = new StringBuilder("-- Users, roles and grants\n");
        script.append(MODE).append(";\n");
        for (Accounts.Account account : accounts) {
            script.append(account.create()).append(";\n");
            account.grants().forEach(grant -> script.append(grant).append(";\n"));
        }
        return script.append("-- Dump completed\n").toString();
    }

    /** Takes one statement of a script. */
    void take(byte[] statement) throws StoreException {
        String text = StatementKind.stripped(new String(statement, StandardCharsets.UTF_8));
        Matcher create = CREATE.matcher(text);
        if (create.find()) {
            boolean role = create.group(1) != null;
            String name = (role ? create.group(1) : create.group(2)).replace("``", "`");
            String host = role ? "" : create.group(3).replace("``", "`");
            accounts.add(new Accounts.Account(name, host, text, List.of()));
        } else if (GRANT.matcher(text).find() && !accounts.isEmpty()) {
            Accounts.Account last = accounts.remove(accounts.size() - 1);
            List<String> grants = new ArrayList<>(last.grants());
            grants.add(text);
            accounts.add(new Accounts.Account(last.user(), last.host(), last.create(), grants));
        } else if (!text.equals(MODE)) {
            throw new StoreException(
                    Reason.DAMAGED,
                    "the users of the snapshot hold a statement that makes no user and grants nothing",
                    "restore another snapshot, or without users (users=skip)");
        }
    }

    List<Accounts.Account> accounts() {
        return accounts;
    }
}
