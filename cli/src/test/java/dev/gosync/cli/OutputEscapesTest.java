package dev.gosync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.Fixture.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No name and no message of a file or a service steers a terminal or hides a character, in any output: each of these
 * characters is shown as an escape such as {@code \\u200b}.
 */
final class OutputEscapesTest {
    /** ESC, BEL, DEL, C1 controls, controls of the text direction, a line separator, and characters that show nothing. */
    private static final String EVIL =
            "\u001b[2J\u0007\u007f\u0085\u009b\u202e\u2066\u2028\u200b\ufeff\u00ad\u2060" + "\uDB40\uDC41x";

    /** The codes of the program itself: for colors, and to draw a progress bar again. */
    private static final Pattern OWN_CODES = Pattern.compile("\u001b\\[[0-9]+m|\\r(\u001b\\[[0-9]*A)?\u001b\\[J");

    private static final String FIRST = "20260301-090000-000";

    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void configure() {
        cli = new Fixture(folder);
        cli.file("go-sync.yml", lines(""));
        FakeGroup.of("people" + EVIL, "ann" + EVIL, "zoe" + EVIL, "same" + EVIL, "late" + EVIL, "note" + EVIL);
        FakeGroup.of("team" + EVIL, "eve" + EVIL, "kept" + EVIL, "twin" + EVIL, "boss" + EVIL)
                .unableToAdd("zoe" + EVIL, FailureKind.UNKNOWN_THING, "unknown" + EVIL)
                .foreseeing("same" + EVIL, "twin" + EVIL)
                .refusing(FailureKind.REFUSED_THING, "refused" + EVIL, "late" + EVIL)
                .noting("note" + EVIL, "invited" + EVIL)
                .keeping("kept" + EVIL, "owner" + EVIL)
                .aliasing("evelyn" + EVIL, "eve" + EVIL)
                .leavingOut("bots" + EVIL, 1);
        FakeGroup.of("lost" + EVIL).broken("denied" + EVIL);
        FakeGroup.of("one" + EVIL, "one" + EVIL);
        FakeGroup.of("five" + EVIL, "a" + EVIL, "b" + EVIL, "c" + EVIL, "d" + EVIL, "e" + EVIL);
    }

    /** A configuration whose names hold all these characters, as YAML writes them. */
    private static String[] lines(String first) {
        String evil = "\\e[2J\\a\\x7f\\x85\\u009b\\u202e\\u2066\\u2028\\u200b\\ufeff\\u00ad\\u2060\\U000e0041x";
        return (first + "syncs:\n"
                        + "  - name: \"staff%\"\n"
                        + "    source: { group: { id: \"people%\" } }\n"
                        + "    destinations: [{ name: \"crew%\", group: { id: \"team%\" } }]\n"
                        + "    protect: [\"boss%\"]\n"
                        + "  - name: \"broken%\"\n"
                        + "    source: { group: { id: \"lost%\" } }\n"
                        + "    destinations: [{ group: { id: \"copy%\" } }]\n"
                        + "  - name: \"refused%\"\n"
                        + "    source: { union: [{ group: { id: \"one%\" } }, { export: { id: \"one%\" } }] }\n"
                        + "    destinations: [{ group: { id: \"five%\" } }]\n")
                .replace("%", evil)
                .split("\n", -1);
    }

    private static void mustBeEscaped(String output) {
        String text = OWN_CODES.matcher(output).replaceAll("");
        assertThat(text.codePoints()
                        .filter(OutputEscapesTest::steersOrHides)
                        .mapToObj(Integer::toHexString)
                        .toList())
                .as(output)
                .isEmpty();
    }

    private static boolean steersOrHides(int codePoint) {
        boolean isLayout = codePoint == '\n' || codePoint == '\t';
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> !isLayout;
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    static Stream<List<String>> outputs() {
        String evil = "x" + EVIL;
        return Stream.of(
                List.of("plan", "go-sync.yml"),
                List.of("plan", "go-sync.yml", "--all"),
                List.of("plan", "go-sync.yml", "--verbose"),
                List.of("plan", "go-sync.yml", "--quiet"),
                List.of("plan", "go-sync.yml", "--debug"),
                List.of("plan", "go-sync.yml", "--format", "json"),
                List.of("plan", "go-sync.yml", "--format", "markdown"),
                List.of("plan", "go-sync.yml", "--only", "crew" + EVIL),
                List.of("plan", "go-sync.yml", "--out", "saved.plan"),
                List.of("plan", "go-sync.yml", "--out", "saved" + EVIL, "--only", "staff" + EVIL),
                List.of("apply", "go-sync.yml"),
                List.of("apply", "go-sync.yml", "--yes"),
                List.of("apply", "go-sync.yml", "--yes", "--verbose"),
                List.of("apply", "go-sync.yml", "--yes", "--format", "json"),
                List.of("apply", "go-sync.yml", "--yes", "--format", "markdown"),
                List.of("apply", "go-sync.yml", "--yes", "--state", "journal" + EVIL),
                List.of("validate", "go-sync.yml"),
                List.of("validate", "go-sync.yml", "--explain"),
                List.of("validate", "go-sync.yml", "--explain", "--format", "json"),
                List.of("doctor", "go-sync.yml"),
                List.of("doctor", "go-sync.yml", "--format", "json"),
                List.of("list", "go-sync.yml", "crew" + EVIL),
                List.of("list", "go-sync.yml", "crew" + EVIL, "--format", "json"),
                List.of("list", "go-sync.yml", "broken" + EVIL),
                List.of("list", "go-sync.yml", "broken" + EVIL, "--format", "json"),
                List.of("list", "--type", "group", "--id", "team" + EVIL),
                List.of("list", "--type", evil),
                List.of("list", "--type", "group", "--id", "a", "--limit", evil),
                // Faults
                List.of(evil),
                List.of("plan", "--" + evil),
                List.of("plan", "go-sync.yml", evil),
                List.of("plan", "go-sync.yml", "--only", evil),
                List.of("plan", "go-sync.yml", "--only", evil, "--format", "json"),
                List.of("plan", "go-sync.yml", "--only", evil, "--format", "markdown"),
                List.of("plan", "go-sync.yml", "--format", evil),
                List.of("plan", "go-sync.yml", "--allow", evil),
                List.of("plan", "go-sync.yml", "--allow", "max-removals=" + evil),
                List.of("plan", "go-sync.yml", "--adapters", evil),
                List.of("plan", evil),
                List.of("plan", evil, "--format", "json"),
                List.of("apply", "go-sync.yml", "--plan", evil),
                List.of("apply", "go-sync.yml", "--yes", "--wait", evil),
                List.of("adapters", evil),
                List.of("completion", evil),
                List.of("validate", "faults.yml"),
                List.of("validate", "faults.yml", "--format", "json"),
                List.of("plan", "faults.yml", "--format", "markdown"),
                List.of("history", evil),
                List.of("history", "--state", "journal" + EVIL),
                List.of("history", "--thing", evil, "--state", "journal" + EVIL),
                List.of("undo", evil),
                List.of("undo", "last", "--state", "journal" + EVIL),
                // init
                List.of(
                        "init",
                        "new" + EVIL + ".yml",
                        "--source",
                        "group",
                        "--set",
                        "source.id=people" + EVIL,
                        "--destination",
                        "group",
                        "--set",
                        "destination.id=team" + EVIL,
                        "--name",
                        evil),
                List.of("init", "a.yml", "--source", evil, "--destination", "group"),
                List.of(
                        "init",
                        "a.yml",
                        "--source",
                        "group",
                        "--destination",
                        "group",
                        "--set",
                        "source." + evil + "=1"),
                List.of("init", "none" + EVIL + "/a.yml", "--source", "group", "--destination", "group"),
                List.of("init", "go-sync.yml", "--source", "group", "--destination", "group"));
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void characters_that_steer_or_hide_are_escaped_in_this_output(List<String> arguments) {
        cli.file(
                "faults.yml",
                "syncs:",
                "  - name: \"a\\e\\u009b\\u200b\"",
                "    \"sour\\u200bce\": 1",
                "    \"\\e[2J\\u009b\\u202e\": { \"\\u2066\\u00ad\": 1 }",
                "    source: { group: { id: \"a\\e\", colour: \"re\\u200bd\\e\\u009b\", \"li\\u2060mit\": 1 } }",
                "    destinations: [{ \"gro\\u200bup\": { id: a } }, { file: { path: \"a\\u202eb\\e\" } }]",
                "    mode: \"add\\u009b-remove\"",
                "    protect: [\"^hush\\u200b\\e$\"]",
                "    guards: { max-removals: \"1\\u200b\\e\" }");

        for (int columns : List.of(0, 80)) {
            cli.screen(columns).answering("n");
            Run run = cli.run(arguments.toArray(String[]::new));

            mustBeEscaped(run.out());
            mustBeEscaped(run.err());
            assertThat(run.out() + run.err()).isNotEmpty();
        }
    }

    @Test
    void a_csv_for_a_program_keeps_them_and_a_csv_on_a_screen_does_not() {
        String[] list = {"list", "go-sync.yml", "crew" + EVIL, "--format", "csv"};

        Run piped = cli.run(list);
        Run shown = cli.screen(80).run(list);

        assertThat(piped.out()).contains("eve" + EVIL);
        mustBeEscaped(piped.err());
        mustBeEscaped(shown.out() + shown.err());
    }

    @Test
    void json_keeps_the_value_of_each_name() {
        Run run = cli.run("list", "go-sync.yml", "crew" + EVIL, "--format", "json");

        assertThat(run.out()).contains("\\u0085\\u009b", "\\u200b");
        assertThat(run.json().toString()).contains("eve" + EVIL, "owner" + EVIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void history_and_undo_escape_what_a_run_recorded(String format) {
        assertThat(cli.run("apply", "go-sync.yml", "--yes").out()).contains("2 added");

        for (List<String> command : List.of(
                List.of("history"),
                List.of("history", FIRST),
                List.of("history", "--thing", "ann" + EVIL),
                List.of("history", "--thing", "nobody" + EVIL),
                List.of("undo", FIRST, "--dry-run"),
                List.of("undo", "last", "--yes"))) {
            String[] words = Stream.concat(command.stream(), Stream.of("--format", format))
                    .toArray(String[]::new);
            Run run = cli.screen(80).run(words);

            assertThat(run.out()).isNotEmpty();
            mustBeEscaped(run.out() + run.err());
        }
    }

    @Test
    void a_saved_plan_escapes_what_it_holds() throws IOException {
        cli.run("plan", "go-sync.yml", "--only", "staff" + EVIL, "--out", "saved.plan");
        FakeGroup.of("team" + EVIL, "kept" + EVIL, "twin" + EVIL, "boss" + EVIL, "ann" + EVIL);

        mustBeEscaped(Files.readString(folder.resolve("saved.plan")));
        for (String format : List.of("text", "json", "markdown")) {
            Run run = cli.run("apply", "go-sync.yml", "--plan", "saved.plan", "--format", format);

            mustBeEscaped(run.out() + run.err());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"slack", "json"})
    void a_webhook_hears_them_escaped(String format) throws IOException {
        List<String> messages = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            messages.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            cli.file("go-sync.yml", lines("notify: { url: '" + url + "', format: " + format + " }\n"));

            cli.run("apply", "go-sync.yml", "--yes");
        } finally {
            server.stop(0);
        }

        assertThat(messages).singleElement().asString().contains("staff");
        messages.forEach(OutputEscapesTest::mustBeEscaped);
    }
}
