package io.snapledger.stores.etcd;

import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngineContract;
import io.snapledger.testkit.compare.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** The law, with two members of the installed version, restored key by key. */
abstract class EtcdContract extends StoreEngineContract {

    private static final String SPRUNG = "sprung";
    private static final String JSON = "\",\"value\":\"eA==\",\"key\":\"" + EtcdClient.base64(SPRUNG);

    static EtcdServer from;
    static EtcdServer to;
    private static boolean fromIsDirty = true;
    private boolean removed;

    @BeforeAll
    static void startServers() throws IOException {
        Assumptions.assumeTrue(EtcdServer.isAvailable(), "no etcd is installed");
        from = EtcdServer.start().askingForUsers();
        to = EtcdServer.start().askingForUsers();
        fromIsDirty = true;
    }

    @AfterAll
    static void stopServers() {
        if (from != null) {
            from.close();
            to.close();
            from = null;
        }
    }

    @Override
    protected void prepare() throws IOException {
        removed = false;
        to.client().clear();
        if (fromIsDirty) {
            SampleKeys.fill(from);
            fromIsDirty = false;
        }
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.of(Capability.PROVES_FIRST, Capability.BYTE_NAMES, Capability.INERT_RESTORE, Capability.SECRET);
    }

    @Override
    protected StoreDefinition source() {
        return definition("cluster", removed ? 1 : from.port());
    }

    @Override
    protected RestoreTarget target() {
        return new RestoreTarget(definition("restored", to.port()), Map.of());
    }

    StoreDefinition definition(String name, int port) {
        return new StoreDefinition(
                name,
                EtcdEngine.KIND,
                Map.of("port", Integer.toString(port), "username", "root", "password", EtcdServer.PASSWORD));
    }

    private static EtcdClient change() throws IOException {
        fromIsDirty = true;
        return from.client();
    }

    @Override
    protected Outcome compareIndependently() throws IOException {
        SortedMap<String, String> expected = from.client().contents();
        SortedMap<String, String> actual = to.client().contents();
        Set<String> all = new TreeSet<>(expected.keySet());
        all.addAll(actual.keySet());
        List<String> differences = all.stream()
                .filter(key -> !Objects.equals(expected.get(key), actual.get(key)))
                .toList();
        return new Outcome(all.size(), differences);
    }

    @Override
    protected void changeOneThing() throws IOException {
        change().put("/registry/pods/77", "pod 78");
    }

    @Override
    protected void occupyTarget() throws IOException {
        to.client().put("before", "x");
    }

    @Override
    protected String fingerprintOfTarget() throws IOException {
        return to.client().contents().toString();
    }

    @Override
    protected void removeSource() {
        removed = true;
    }

    @Override
    protected void emptySource() throws IOException {
        change().clear();
    }

    @Override
    protected void shrinkSource() throws IOException {
        change().delete("/registry/pods/1");
    }

    @Override
    protected Set<String> heldByTheEngine() throws IOException {
        Set<String> held = new TreeSet<>();
        held.addAll(OwnConnections.to(from.port()));
        held.addAll(OwnConnections.to(to.port()));
        return held;
    }

    @Override
    protected Set<String> plantTraps() throws IOException {
        EtcdClient client = change();
        client.put(JSON, JSON);
        client.put("--endpoints=http://127.0.0.1:1", "$(touch sprung)");
        client.put(
                "../../sprung\n\rPOST /v3/kv/put HTTP/1.1\r\n\r\n",
                "\r\n\r\nHTTP/1.1 302 Found\r\nLocation: /\r\n\r\n");
        client.put(Mark.KEY, "loading restore-1");
        return Set.of("JSON in a name", "an argument", "a request in a name", "the mark of a restore");
    }

    @Override
    protected Set<String> trapsThatActed() throws IOException {
        Set<String> acted = new TreeSet<>();
        for (EtcdServer server : List.of(from, to)) {
            acted.addAll(server.client().contents().keySet());
        }
        acted.retainAll(Set.of(SPRUNG));
        return acted;
    }

    @Override
    protected void readCarelessly() throws IOException {
        change().ask("/v3/kv/put", careless("{\"key\":\"" + JSON + "\"}"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> careless(String question) throws IOException {
        return new com.fasterxml.jackson.databind.ObjectMapper().readValue(question, TreeMap.class);
    }

    @Override
    protected void plantNamesThatAreNoText() throws IOException {
        EtcdClient client = change();
        for (String name :
                List.of("\u00ff\u00fe", "\0", "\0\0", "\u00c3\u0028", "\r\n", "\u00e2\u0082", " ", "\u00ff")) {
            client.put(name, name);
        }
    }

    @Override
    protected List<String> namesThatAreNoText(StoreDefinition store) throws IOException {
        EtcdServer server = store.name().equals("restored") ? to : from;
        List<String> names = new ArrayList<>(server.client().contents().keySet());
        names.removeIf(name -> name.matches("[a-z/][ -~]*"));
        return names;
    }

    @Override
    protected String secret() {
        return EtcdServer.PASSWORD;
    }

    @Override
    protected StoreDefinition refusedSource() {
        return with(source(), "username", "plain");
    }
}
