package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gosync.cli.Fixture.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts are run by the shells that are installed. */
final class CompletionCommandTest {
    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
        cli.file("work/people.csv", "email").file("work/go-sync.yml", "syncs: []");
    }

    /** What a user types before the tab key, and what is offered. */
    private static final String OFFERS = """
            go-sync pl| plan
            go-sync a| adapters apply
            go-sync apply --dry| --dry-run
            go-sync apply --f| --first-run --format
            go-sync apply --format j| json
            go-sync adapters gr| group
            go-sync adapters slack-u| slack-usergroup
            go-sync validate go-| go-sync.yml
            go-sync plan --only 2 go-| go-sync.yml
            go-sync plan --out peo| people.csv
            go-sync plan --allow max-total| max-total-removals
            go-sync completion z| zsh
            go-sync undo l| last
            go-sync history --format text l| last
            go-sync list --type slack-usergroup --u| --usergroup
            go-sync list --type slack-usergroup --when-empty k| keep
            go-sync list --type file --wh| --where
            go-sync list --type file --path peo| people.csv
            go-sync list --type=file --pa| --path
            go-sync --ver| --verbose --version""";

    static Stream<String[]> offers() {
        return OFFERS.lines().map(line -> line.split("\\| ", -1));
    }

    @Test
    void bash_completes_commands_options_types_and_files() throws Exception {
        assumeTrue(isInstalled("bash"));
        Path script = script("bash");

        for (String[] offer : offers().toList()) {
            String test = """
                    source '%s'
                    compopt() { :; }
                    words='%s'
                    COMP_LINE="$words"; COMP_POINT=${#words}; COMP_WORDS=($words); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                    function_name=$(complete -p go-sync | sed -E 's/.*-F ([^ ]+).*/\\1/')
                    $function_name go-sync "${COMP_WORDS[$COMP_CWORD]}"
                    printf '%%s\\n' "${COMPREPLY[@]}"
                    """.formatted(script, offer[0]);

            assertOffered(run("bash", "--norc", "-c", test), offer);
        }
    }

    @Test
    void fish_completes_commands_options_types_and_files() throws Exception {
        assumeTrue(isInstalled("fish"));
        Path script = script("fish");

        for (String[] offer : offers().toList()) {
            assertOffered(
                    run("fish", "--no-config", "-c", "source '%s'; complete -C '%s'".formatted(script, offer[0])),
                    offer);
        }
    }

    @Test
    void zsh_completes_with_the_script_for_bash() throws Exception {
        assumeTrue(isInstalled("zsh"));
        Path script = script("zsh");

        for (String[] offer : offers().toList()) {
            String test = """
                    autoload -U +X compinit && compinit -u -D
                    autoload -U +X bashcompinit && bashcompinit
                    source '%s'
                    try_it() {
                      emulate -L sh # as bashcompinit does
                      setopt kshglob noshglob braceexpand
                      COMP_WORDS=($1)
                      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                      _complete_go-sync go-sync "${COMP_WORDS[$COMP_CWORD]}"
                      printf '%%s\\n' "${COMPREPLY[@]}"
                    }
                    try_it '%s'
                    """.formatted(script, offer[0]);

            String typed = offer[0].substring(offer[0].lastIndexOf(' ') + 1);
            String offered = run("zsh", "-f", "-c", test)
                    .lines()
                    .filter(word -> word.startsWith(typed)) // zsh itself leaves the others out later
                    .collect(Collectors.joining("\n"));
            assertOffered(offered, offer);
        }
    }

    private static void assertOffered(String output, String[] offer) {
        List<String> words = output.lines()
                .map(line -> line.split("\t", -1)[0].strip())
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        assertThat(words).as(offer[0]).containsExactlyInAnyOrderElementsOf(Arrays.asList(offer[1].split(" ", -1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void a_script_names_every_command(String shell) {
        Run run = cli.run("completion", shell);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        Cli.spec()
                .subcommands()
                .keySet()
                .forEach(command -> assertThat(run.out()).contains(command));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "completion | go-sync: SHELL is missing: the shell that reads the script: bash, zsh or fish. Run go-sync completion --help.",
                "completion bsh | completion: the shell cannot be 'bsh'; did you mean 'bash'?",
                "completion cmd | completion: the shell cannot be 'cmd'; known are: bash, fish, zsh"
            })
    void another_shell_is_wrong_usage(String arguments, String message) {
        Run run = cli.run(arguments.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip()).isEqualTo(message);
    }

    private Path script(String shell) throws IOException {
        return Files.writeString(
                folder.resolve("script"), cli.run("completion", shell).out());
    }

    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.resolve("work").toFile())
                .redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private static boolean isInstalled(String shell) {
        return Stream.of("/bin", "/usr/bin", "/usr/local/bin").anyMatch(bin -> Files.isExecutable(Path.of(bin, shell)));
    }
}
