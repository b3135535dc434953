package io.snapledger.restore.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.events.RestoreRequested;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreBodyTest {

    @Test
    void everyFieldComesThrough() {
        RestoreRequested request = read("""
                        {"from":"latest","plan":"nightly","stores":["shop"],"kinds":["postgresql"],"repository":"main",
                         "targets":{"shop":{"store":"copy","options":{"rename-suffix":"_x"},"only":["a/b","c"]}},"dryRun":true,"overwrite":true,
                         "skipSafetySnapshot":true,"requestedBy":"ada","idempotencyKey":"k"}""").request("r-1");

        assertThat(request.restore()).isEqualTo("r-1");
        assertThat(request.from()).isEqualTo("latest");
        assertThat(request.stores()).containsExactly("shop");
        assertThat(request.targets().get("shop").store()).isEqualTo("copy");
        assertThat(request.targets().get("shop").only()).containsExactly("a/b", "c");
        assertThat(List.of(request.dryRun(), request.overwrite(), request.skipSafetySnapshot()))
                .containsOnly(true);
        assertThat(request.authorization()).isNull();
    }

    @Test
    void whatIsLeftOutIsTheCarefulChoice() {
        RestoreRequested request = read("{\"from\":\"latest\"}").request("r-1");

        assertThat(List.of(request.dryRun(), request.overwrite(), request.skipSafetySnapshot()))
                .containsOnly(false);
        assertThat(request.targets()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    ^^                                                          | the body is empty; HINT: {"from": "latest"}
                    null                                                        | the body is no JSON object; HINT: {"from": "latest"}
                    []                                                          | the body is no JSON object; HINT
                    {"from":"latest"                                            | the body is no JSON object; HINT
                    {"from":"latest"} {}                                        | the body is no JSON object; HINT
                    {"from":"latest","dryrun":true}                             | field 'dryrun' is not known; HINT: the fields are [
                    {"from":"latest","dryRun":"yes"}                            | field 'dryRun' is neither true nor false
                    {"from":"latest","dryRun":null}                             | field 'dryRun' is neither true nor false
                    {"from":"latest","stores":"shop"}                           | field 'stores' is not of the kind that is expected
                    {"from":"latest","targets":{"shop":{"options":{"path":null}}}} | field 'targets' is not of the kind that is expected
                    {"from":"latest","targets":{"shop":{"path":"/srv"}}}        | field 'path' is not known
                    {"from":"latest","targets":{"shop":{"only":"a"}}}           | field 'targets' is not of the kind that is expected
                    {"from":"latest","targets":{"shop":{"only":[null]}}}        | field 'targets' is not of the kind that is expected
                    {"from":"latest","targets":{"shop":{"only":[["a"]]}}}       | field 'targets' is not of the kind that is expected
                    """)
    void whatIsNotARequestIsRefusedWithTheReason(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {}                                                 | `from` is missing or too long; HINT: a backup id, a snapshot id, `latest` or a time
                    {"from":" "}                                       | `from` is missing or too long
                    {"from":"latest","plan":"../x"}                    | plan is not valid: '../x'; HINT: use lower-case letters
                    {"from":"latest","repository":"A"}                 | repository is not valid: 'A'
                    {"from":"latest","stores":["ok","no good"]}        | store is not valid: 'no good'
                    {"from":"latest","stores":[null]}                  | store is not valid: ''
                    {"from":"latest","kinds":["Files"]}                | kind is not valid: 'Files'
                    {"from":"latest","targets":{"Shop":{}}}            | store is not valid: 'Shop'
                    {"from":"latest","targets":{"shop":null}}          | the target of 'shop' is null; HINT: leave it out
                    {"from":"latest","targets":{"shop":{"store":"/"}}} | target store is not valid: '/'
                    {"from":"latest","targets":{"shop":{"options":{"Path":"x"}}}} | option 'Path' of the target of 'shop' is not valid; HINT
                    {"from":"latest","targets":{"shop":{"options":{"path":"a\\u0000b"}}}} | option 'path' of the target of 'shop' is not valid; HINT
                    {"from":"latest","targets":{"shop":{"options":{"password":"x"}}}} | would be written into the ledger; HINT: configure a store
                    {"from":"latest","targets":{"shop":{"only":[""]}}} | '' is no path of a snapshot of 'shop'; HINT: as snapledger snapshot ls tells it
                    {"from":"latest","targets":{"shop":{"only":["a\\u001bb"]}}} | 'a?b' is no path of a snapshot of 'shop'
                    {"from":"latest","requestedBy":"a\\nb"}            | `requestedBy` is not usable; HINT: send at most 256 printable characters
                    """)
    void whatCannotBeMeantIsRefusedWithTheReason(String json, String message) {
        RestoreBody body = read(json.replace("\\\\", "\\"));

        assertThatThrownBy(() -> body.request("r-1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void noSecretOfARefusedRequestIsRepeated() {
        RestoreBody body =
                read("{\"from\":\"latest\",\"targets\":{\"shop\":{\"options\":{\"password\":\"hunter2\"}}}}");

        assertThatThrownBy(() -> body.request("r-1")).hasMessageNotContaining("hunter2");
    }

    @Test
    void aBodyThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> RestoreBody.read(new byte[64 * 1024 + 1]))
                .hasMessage("the body has 65537 bytes; HINT: send at most 65536");
    }

    @Test
    void theSameFieldsAndKeyAreOneRestoreInWhateverOrder() {
        String one = read("""
                        {"from":"latest","idempotencyKey":"k","targets":{"a":{"options":{"path":"/a","x":"1","y":"2"}},"b":{}}}""").id();
        String same = read("""
                        {"targets":{"b":{},"a":{"options":{"y":"2","x":"1","path":"/a"}}},"idempotencyKey":"k","from":"latest"}""").id();
        String other = read("{\"from\":\"latest\",\"idempotencyKey\":\"l\"}").id();

        assertThat(same).isEqualTo(one).matches("r-[a-z2-7]{16}");
        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void withoutAKeyEachRequestIsARestoreOfItsOwn() {
        RestoreBody body = read("{\"from\":\"latest\"}");

        assertThat(body.id()).isNotEqualTo(body.id());
    }

    private static RestoreBody read(String json) {
        return RestoreBody.read(json.getBytes(UTF_8));
    }
}
