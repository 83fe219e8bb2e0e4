package dev.gosync.cli;

import dev.gosync.adapter.FailureKind;
import dev.gosync.journal.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs command lines one after the other in this process, as the program does, each with groups in memory that hold what a
 * scene of {@link ScreenTest} needs. After each, it prints {@link #END} and the exit code. An argument is a command line
 * with the name of its groups before it: {@code refused plan go-sync.yml}.
 */
public final class ProgramWithGroups {
    static final String END = "*** ended with ";

    /** Printed when a write begins that never ends. The screen shows nothing of it. */
    static final String HANGS = "\u0007";

    private static final String UNKNOWN = "unknown to Slack workspace acme";

    private static final Map<String, Runnable> GROUPS = Map.ofEntries(
            Map.entry("everything", ProgramWithGroups::everything),
            Map.entry("long", ProgramWithGroups::longLists),
            Map.entry("refused", ProgramWithGroups::refused),
            Map.entry("empty", ProgramWithGroups::empty),
            Map.entry("beside", ProgramWithGroups::beside),
            Map.entry("joined", ProgramWithGroups::joined),
            Map.entry("invited", ProgramWithGroups::invited),
            Map.entry("failed", ProgramWithGroups::failed),
            Map.entry("policy", ProgramWithGroups::policy),
            Map.entry("silent", ProgramWithGroups::silent),
            Map.entry("endless", ProgramWithGroups::endless),
            Map.entry("slow", ProgramWithGroups::slow),
            Map.entry("cut-short", ProgramWithGroups::cutShort),
            Map.entry("unreadable", ProgramWithGroups::unreadable),
            Map.entry("equal", ProgramWithGroups::equal),
            Map.entry("one-new", ProgramWithGroups::oneNew),
            Map.entry("one-more", ProgramWithGroups::oneMore));

    private ProgramWithGroups() {}

    /**
     * Runs the command lines.
     *
     * @param lines each with the name of its groups before it
     */
    public static void main(String[] lines) {
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            FakeGroup.clearAll();
            GROUPS.get(words[0]).run();
            int exitCode = Program.execute(Arrays.copyOfRange(words, 1, words.length));
            System.out.println(END + exitCode);
        }
        System.exit(0);
    }

    private static String[] people(String name, int count, String... more) {
        return Stream.concat(
                        IntStream.range(0, count).mapToObj(i -> "%s%03d@example.com".formatted(name, i)),
                        Arrays.stream(more))
                .toArray(String[]::new);
    }

    private static void everything() {
        FakeGroup.of("people", people("ann", 4, people("new", 11, "nora@new.example", "bob@work.example")));
        FakeGroup team = FakeGroup.of(
                        "team",
                        people("ann", 3, people("root", 3, "bob@home.example", "eve@example.com", "nora@old.example")))
                .foreseeing("bob@work.example", "bob@home.example")
                .leavingOut("bots", 2)
                .unableToAdd("nora@new.example", FailureKind.UNKNOWN_THING, "no seat is free");
        for (String root : people("root", 3)) {
            team.keeping(root, "protected");
        }
        for (String newcomer : people("new", 11)) {
            team.unableToAdd(newcomer, FailureKind.UNKNOWN_THING, UNKNOWN);
        }
    }

    private static void longLists() {
        FakeGroup.of("people", people("new", 123));
        FakeGroup team = FakeGroup.of("team");
        for (String newcomer : people("new", 40)) {
            team.unableToAdd(newcomer, FailureKind.UNKNOWN_THING, UNKNOWN);
        }
    }

    private static void refused() {
        FakeGroup.of("people", "ann@example.com");
        FakeGroup.of("team", people("eve", 14, "ann@example.com"));
        FakeGroup.of("hall", "ann@example.com");
    }

    private static void empty() {
        FakeGroup.of("people");
        FakeGroup.of("team", people("ann", 6));
        FakeGroup.of("hall", people("ann", 2));
    }

    private static void beside() {
        refused();
        FakeGroup.of("hall", "ann@example.com", "eve@example.com");
    }

    /** The team can add members of the organization only. */
    private static void joined() {
        FakeGroup.of("people", people("ann", 3));
        FakeGroup company =
                FakeGroup.of("acme/all the people of each of the offices in the north", "ann000@example.com");
        FakeGroup.of("acme/team", "ann000@example.com").within(company);
    }

    private static void invited() {
        FakeGroup.of("people", people("ann", 3));
        FakeGroup.of("team", "ann000@example.com", "eve@example.com").noting("ann001@example.com", "invited");
    }

    private static void failed() {
        FakeGroup.of("people", people("ann", 4));
        FakeGroup.of("team", "ann000@example.com", "eve@example.com")
                .refusing("ann001@example.com", FailureKind.REFUSED_THING)
                .refusing("ann003@example.com", FailureKind.AUTHENTICATION);
    }

    /** Three are refused for one reason. */
    private static void policy() {
        FakeGroup.of("people", people("ann", 5));
        FakeGroup.of("team", "ann000@example.com")
                .refusing(
                        FailureKind.REFUSED_THING,
                        "guests may not join",
                        "ann001@example.com",
                        "ann002@example.com",
                        "ann003@example.com");
    }

    private static void silent() {
        FakeGroup.of("people", people("ann", 4));
        FakeGroup.of("team", "ann000@example.com").losing("ann002@example.com");
    }

    private static void endless() {
        FakeGroup.of("people", people("ann", 4));
        FakeGroup.of("team", "ann000@example.com").hangingAt("ann002@example.com", () -> {
            System.out.print(HANGS);
            System.out.flush();
        });
    }

    /** Every call lasts until the user types Ctrl-D, which the screen does not show. */
    private static void slow() {
        FakeGroup.of("people", people("ann", 2)).onRead(ProgramWithGroups::waitForKey);
        FakeGroup.of("team", "ann000@example.com").onWrite(ProgramWithGroups::waitForKey);
    }

    private static void waitForKey() {
        try {
            if (System.in.read() >= 0) {
                throw new IllegalStateException("There was another key than Ctrl-D");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program was killed during the last call of the run before. */
    private static void cutShort() {
        oneNew();
        Journal journal = Journal.in(Path.of(".go-sync"));
        List<String> ids = journal.ids();
        Path file = Path.of(".go-sync", "runs", ids.get(ids.size() - 1) + ".jsonl");
        try {
            String lines = Files.readString(file);
            int lastCall = lines.lastIndexOf("\"event\":\"call\"");
            Files.writeString(file, lines.substring(0, lines.indexOf('\n', lastCall) + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unreadable() {
        FakeGroup.of("people", people("ann", 2));
        FakeGroup.of("team").broken("the token has expired");
        FakeGroup.of("hall", "ann000@example.com");
    }

    private static void equal() {
        FakeGroup.of("people", people("ann", 2));
        FakeGroup.of("team", people("ann", 2));
    }

    private static void oneNew() {
        FakeGroup.of("people", people("ann", 2));
        FakeGroup.of("team", "ann000@example.com", "eve@example.com");
    }

    private static void oneMore() {
        FakeGroup.of("people", "ann000@example.com", "eve@example.com");
        FakeGroup.of("team", people("ann", 2));
    }
}
