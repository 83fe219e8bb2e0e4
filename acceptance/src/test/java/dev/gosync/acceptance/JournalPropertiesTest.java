package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of a certified place over HTTP: runs, faults, deaths of the program, undos, and what other people do. After
 * any of them:
 *
 * <ol>
 *   <li>One clean run ends equal to the source, and the run after it writes nothing.
 *   <li>No run touched a member outside its plan: a member who is as the source wants, an owner, a member without an e-mail
 *       address. No undo asked for a member that its run did not change, or that a later run changed.
 *   <li>The journal accounts for every request that the service saw (see {@link RequestAccount}), and for every change.
 *   <li>Undoing all runs in reverse order, also what is not known, ends with the members of the beginning. {@link
 *       HistoryModel#afterUndo} says what is true of members that other people changed. Roles and the order of a list do not
 *       come back, so they are not compared.
 * </ol>
 *
 * <p>{@link RandomHistory} decides what happens, {@link WatchedRuns} makes the runs and checks each of them, and {@link
 * HistoryModel} knows what an undo may do. A failure prints the history and the command that repeats it. The property {@code
 * go-sync.history-seeds} chooses other seeds: {@code 7}, {@code 1-200}, {@code 1-8,57}.
 */
final class JournalPropertiesTest {
    private static final String SEEDS = "go-sync.history-seeds";

    /** The first ones, and those that have found faults of undo. */
    private static final String USUAL_SEEDS = "1-8,74,83,107,160,169";

    private static final String REPEAT = "mvn package -pl acceptance -am -Dtest=JournalPropertiesTest"
            + " -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false -D" + SEEDS + "=";

    /** The engine logs that a listener has failed, which is how the program dies here. */
    private static final Logger LOG = Logger.getLogger("dev.gosync");

    /** The places, by the class that certifies the adapter, and how the service names its operations. */
    enum Place {
        /** One member a request. */
        GITHUB_TEAM("dev.gosync.github.TeamCertificationTest", "", "") {
            @Override
            String atService(String operation) {
                String verb = operation.replaceAll(" .*", "");
                return switch (verb) {
                    case "PUT" -> "add";
                    case "DELETE" -> "remove";
                    case "GET" -> operation.replaceAll(".*/", "");
                    default -> "graphql";
                };
            }
        },
        /** Many members a request, each with its own answer. */
        GOOGLE_GROUP("dev.gosync.google.GoogleGroupCertificationTest", "", "") {
            @Override
            String atService(String operation) {
                return switch (operation) {
                    case "members.insert", "members.delete", "members.get" -> "batch";
                    case "token" -> ""; // the test has a valid token
                    default -> operation;
                };
            }
        },
        /** Many members a request, each with its own answer; the people are found in batches too. */
        ENTRA_GROUP("dev.gosync.entra.EntraGroupCertificationTest", "", "") {
            @Override
            String atService(String operation) {
                return switch (operation) {
                    case "find users", "add members", "remove members" -> "batch";
                    case "get token" -> ""; // the test has a valid token
                    default -> operation;
                };
            }
        },
        /** Many members a request, which is done as a whole or not at all. */
        TERRAFORM_TEAM("dev.gosync.terraform.TerraformTeamCertificationTest", "", "") {
            @Override
            String atService(String operation) {
                return switch (operation) {
                    case "Get your account details" -> "account";
                    case "List Teams" -> "teams.list";
                    case "Show Team" -> "teams.show";
                    case "List Memberships for an Organization" -> "memberships.list";
                    case "Show a Membership" -> "memberships.show";
                    case "List Members of a Team" -> "members.list";
                    case "Add Users to Team" -> "members.add";
                    case "Remove Users from Team" -> "members.remove";
                    default -> operation;
                };
            }
        },
        /** Many additions a request, and one removal a request. */
        SLACK_CONVERSATION("dev.gosync.slack.SlackConversationCertificationTest", "", ""),
        /** A request replaces the whole list. */
        SLACK_USER_GROUP(
                "dev.gosync.slack.SlackUserGroupClearCertificationTest",
                "usergroups.users.update",
                "usergroups.users.list"),
        /** The same, with the order of the list. */
        OPSGENIE_ROTATION(
                "dev.gosync.opsgenie.OpsgenieScheduleCertificationTest",
                "Update Schedule Rotation",
                "Get Schedule Rotation");

        private final String certification;
        private final String write;
        private final String read;

        Place(String certification, String write, String read) {
            this.certification = certification;
            this.write = write;
            this.read = read;
        }

        /** {@return the class that certifies the adapter} */
        String certification() {
            return certification;
        }

        /** {@return the name that the fake has for an operation; empty if it needs no request} */
        String atService(String operation) {
            return operation;
        }

        /**
         * {@return whether this operation replaces the whole list} Whom others add between the last read and this write is
         * lost, and no program could notice it: these services have no condition for a write.
         */
        boolean replacesAll(String operation) {
            return operation.equals(write);
        }

        /** {@return what an attempt of this operation reads too; empty if it reads nothing} */
        String readBeforeWrite(String operation) {
            return operation.equals(write) ? read : "";
        }
    }

    private static final Map<String, Integer> COUNTS = new TreeMap<>();

    @BeforeAll
    static void keep_the_log_short() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void log_again() {
        LOG.setLevel(null);
    }

    /** A test of histories must not pass because nothing happens in them. */
    @AfterAll
    static void everything_has_happened() {
        if (System.getProperty(SEEDS) != null) {
            System.out.println(COUNTS);
            return;
        }
        for (String what : List.of("died after a change", "found there", "not known, but changed", "failed")) {
            assertThat(COUNTS)
                    .as("events of the usual seeds")
                    .hasEntrySatisfying(what, times -> assertThat(times).isPositive());
        }
        assertThat(COUNTS.getOrDefault("changed by an undo", 0)).isGreaterThan(100);
        assertThat(COUNTS.getOrDefault("people known exactly", 0) * 10)
                .isGreaterThan(COUNTS.getOrDefault("people", 0) * 9);
    }

    static Stream<Arguments> histories() {
        List<Long> seeds = Arrays.stream(System.getProperty(SEEDS, USUAL_SEEDS).split(",", 0))
                .flatMapToLong(JournalPropertiesTest::range)
                .boxed()
                .toList();
        return Arrays.stream(Place.values()).flatMap(place -> seeds.stream().map(seed -> Arguments.of(place, seed)));
    }

    private static LongStream range(String seeds) {
        String[] ends = seeds.strip().split("-", 2);
        return LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("histories")
    void whatever_happened_nothing_is_lost_and_all_can_be_undone(Place place, long seed) throws Exception {
        try (RandomHistory history = new RandomHistory(place, seed)) {
            try {
                history.play();
                history.counts().forEach((what, times) -> COUNTS.merge(what, times, Integer::sum));
            } catch (AssertionError | Exception e) {
                throw new AssertionError(
                        "Seed " + seed + " at " + place + ": " + e.getMessage() + "\nTo repeat it: " + REPEAT + seed
                                + "\nThe history:\n  " + String.join("\n  ", history.told()),
                        e);
            }
        }
    }
}
