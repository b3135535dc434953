package io.snapledger.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What is printed to be copied stays on its lines, within 80 columns. */
class HelpOfUpTest {

    private static final int COLUMNS = 80;

    @ParameterizedTest
    @ValueSource(classes = {UpCommand.class, BrokerCommand.class, KeyInitCommand.class})
    void nothingIsCut(Class<?> command) throws Exception {
        CommandLine line = new CommandLine(command.getDeclaredConstructor().newInstance());
        CommandSpec spec = line.getCommandSpec();
        String help = line.getUsageMessage();

        assertThat(help.lines()).allMatch(each -> each.length() <= COLUMNS);
        assertThat(help.lines().toList())
                .containsAll(List.of(spec.usageMessage().footer()));
        assertThat(spec.options())
                .filteredOn(option -> option.description().length > 1)
                .allSatisfy(option -> assertThat(help.lines().map(String::strip))
                        .contains(Arrays.stream(option.description())
                                .skip(1)
                                .map(String::strip)
                                .toArray(String[]::new)));
    }
}
