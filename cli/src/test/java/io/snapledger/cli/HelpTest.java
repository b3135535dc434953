package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Goes over every command's help. */
class HelpTest {

    private static final Pattern LONG_OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
    private static final Set<String> OF_PROGRAMS_BESIDE = Set.of("--create", "--dbname", "--set", "--umask");

    static Stream<String> commands() {
        return specs().keySet().stream();
    }

    @ParameterizedTest(name = "{0} --help")
    @MethodSource("commands")
    void noLineIsWiderThanATerminal(String command) {
        assertThat(help(command).lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @ParameterizedTest(name = "{0} --help")
    @MethodSource("commands")
    void noWordIsCut(String command) {
        CommandLine line = specs().get(command);
        CommandSpec spec = line.getCommandSpec();
        Stream<String> texts = Stream.of(
                        Arrays.stream(spec.usageMessage().description()),
                        Arrays.stream(spec.usageMessage().footer()),
                        spec.options().stream().map(OptionSpec::description).flatMap(Arrays::stream),
                        spec.positionalParameters().stream()
                                .map(PositionalParamSpec::description)
                                .flatMap(Arrays::stream),
                        line.getSubcommands().values().stream()
                                .map(sub -> sub.getCommandSpec().usageMessage().description()[0]))
                .flatMap(each -> each);
        Set<String> shown = new TreeSet<>(List.of(help(command).split("\\s+")));
        assertThat(texts.flatMap(text -> Stream.of(text.strip().split("\\s+"))))
                .filteredOn(word -> !word.isEmpty() && !word.contains("${") && !word.contains("%"))
                .allSatisfy(word -> assertThat(shown).contains(word));
    }

    @ParameterizedTest(name = "{0} --help")
    @MethodSource("commands")
    void examplesStayOnTheirLines(String command) {
        String help = help(command);
        assertThat(specs().get(command).getCommandSpec().usageMessage().footer())
                .filteredOn(line -> !line.isBlank())
                .allSatisfy(line -> assertThat(help.lines()).contains(line));
    }

    @ParameterizedTest(name = "{0} --help")
    @MethodSource("commands")
    void whatHelpNamesExists(String command) {
        Set<String> options = specs().values().stream()
                .flatMap(line -> line.getCommandSpec().options().stream())
                .flatMap(option -> Arrays.stream(option.names()))
                .collect(Collectors.toCollection(TreeSet::new));
        options.addAll(OF_PROGRAMS_BESIDE);
        assertThat(LONG_OPTION.matcher(help(command)).results().map(MatchResult::group))
                .allSatisfy(option -> assertThat(options).contains(option));
    }

    @ParameterizedTest(name = "{0} --help")
    @MethodSource("commands")
    void everyOptionIsExplained(String command) {
        assertThat(specs().get(command).getCommandSpec().options())
                .filteredOn(option -> !option.hidden())
                .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
    }

    private static String help(String command) {
        return specs().get(command).getUsageMessage();
    }

    private static Map<String, CommandLine> specs() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        Surroundings surroundings = new Surroundings(nowhere, nowhere, false, false, Map.of(), Clock.systemUTC());
        CommandLine top = Snapledger.commandLine(new Session(surroundings));
        return all(top).collect(Collectors.toMap(
                line -> line.getCommandSpec().qualifiedName(), line -> line, (one, same) -> one));
    }

    private static Stream<CommandLine> all(CommandLine line) {
        return Stream.concat(
                Stream.of(line),
                List.copyOf(line.getSubcommands().values()).stream().flatMap(HelpTest::all));
    }
}
