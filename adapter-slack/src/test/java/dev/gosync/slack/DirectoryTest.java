package dev.gosync.slack;

import static dev.gosync.slack.Desk.people;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Report;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.testkit.Asking;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeServer;
import dev.gosync.testkit.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is learnt of the people of a workspace, and kept. */
class DirectoryTest {
    private final Desk desk = new Desk();
    private final SlackFake fake = desk.fake;

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void threads_that_ask_at_once_read_it_once() throws Exception {
        fake.populate(300, 3000);
        List<Future<Listing>> readers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            for (int i = 0; i < 6; i++) {
                Adapter place = i % 2 == 0 ? desk.conversation() : desk.group(WhenEmpty.REFUSE);
                readers.add(threads.submit(place::get));
            }

            for (Future<Listing> reader : readers) {
                assertThat(reader.get().things()).containsExactlyInAnyOrderElementsOf(people(0, 300));
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(fake.calls()).containsEntry("users.list", 4).doesNotContainKey("users.info");
    }

    @Test
    void a_read_that_broke_off_goes_on_where_it_was() throws Exception {
        fake.populate(0, 3000);
        fake.joinChannel(people(2500, 2600));
        fake.inject(Fault.answer(FailureKind.PERMISSION).onReads().from(4).times(1));
        Adapter conversation = desk.conversation();

        assertThatThrownBy(conversation::get).isInstanceOf(AdapterException.class);
        assertThat(conversation.get().things()).hasSize(100);

        assertThat(fake.calls()).containsEntry("users.list", 5);
    }

    @Test
    void it_begins_anew_where_slack_has_forgotten_how_far_it_was() throws Exception {
        fake.populate(0, 20_000);
        fake.joinChannel(people(19_000, 19_003));
        desk.conversation().get();
        assertThat(fake.calls()).containsEntry("users.list", 10);
        synchronized (fake) { // the accounts are fewer than the cursor says
            fake.accounts.keySet().removeIf(id -> !fake.channel().members.contains(id) && !id.equals("USLACKBOT"));
        }
        fake.joinGroup(people(30_000, 30_020));
        fake.forgetRequests();

        assertThat(desk.group(WhenEmpty.REFUSE).get().things()).hasSize(20);
        assertThat(fake.calls()).containsEntry("users.list", 2);
    }

    @Test
    void what_a_second_reading_does_not_hold_is_known_all_the_same() throws Exception {
        fake.populate(30, 3000);
        desk.conversation().get();
        SlackFake.Account stranger = fake.account("far@y.com");
        stranger.stranger = true;
        stranger.team = "T0ELSEWHERE";
        fake.group().users.add(stranger.id);
        Adapter group = desk.group(WhenEmpty.REFUSE);
        group.get();
        fake.joinGroup(people(5000, 5020)); // more than it has pages, so that it is read again
        fake.forgetRequests();

        Listing listing = group.get();

        assertThat(listing.things()).hasSize(50);
        assertThat(listing.leftOut()).isEqualTo(Map.of("other workspace", 1));
        assertThat(fake.calls()).containsEntry("users.list", 4).doesNotContainKey("users.info");
    }

    @Test
    void who_was_known_is_known_still_when_slack_has_forgotten_how_far_it_was() throws Exception {
        fake.populate(0, 20_000);
        fake.joinChannel(people(19_000, 19_003));
        desk.conversation().get(); // ten pages, and three who were looked up
        synchronized (fake) { // the accounts are fewer than the cursor says
            List<String> ids = List.copyOf(fake.accounts.keySet());
            fake.accounts.keySet().removeAll(ids.subList(1500, 19_000));
        }
        fake.joinChannel(people(20_000, 20_008));

        assertThat(desk.conversation().get().things()).hasSize(11);
    }

    @Test
    void pages_that_lead_round_in_a_circle_end_and_spoil_nothing() throws Exception {
        try (Circle circle = new Circle();
                SlackWorkspace workspace = SlackWorkspace.builder(Conditions.SECRET)
                        .baseUrl(circle.address() + "/api/")
                        .build()) {
            Adapter conversation = workspace.conversation("C0123");

            assertThatThrownBy(conversation::get)
                    .isInstanceOfSatisfying(
                            AdapterException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER))
                    .hasMessageContaining("lead back");

            circle.broken = true;
            assertThat(conversation.get().things()).hasSize(20);
        }
    }

    /** Its accounts are on three pages, the last of which leads back to the second. */
    private static final class Circle extends FakeServer {
        boolean broken;

        Circle() {
            List<String> ids =
                    IntStream.range(0, 20).mapToObj(number -> "U" + number).toList();
            reads(
                    "conversations.members",
                    "POST /api/conversations.members",
                    request -> FakeAnswer.json(200, Map.of("ok", true, "members", ids)));
            reads(
                    "users.list",
                    "POST /api/users.list",
                    request -> FakeAnswer.json(
                            200,
                            Map.of(
                                    "ok",
                                    true,
                                    "members",
                                    users(ids),
                                    "response_metadata",
                                    Map.of(
                                            "next_cursor",
                                            after(request.form("cursor").orElse(""))))));
        }

        private static List<Object> users(List<String> ids) {
            List<Object> users = new ArrayList<>(List.of(Map.of("id", "USLACKBOT", "team_id", "T0")));
            ids.forEach(id -> users.add(Map.of("id", id, "team_id", "T0", "profile", Map.of("email", id + "@x.com"))));
            return users;
        }

        private String after(String cursor) {
            return switch (cursor) {
                case "" -> "second";
                case "second" -> "third";
                default -> broken ? "" : "second";
            };
        }
    }

    @Test
    void however_many_small_places_there_are_looking_people_up_costs_no_more_than_the_pages() throws Exception {
        fake.populate(0, 20_000);
        for (int i = 0; i < 5; i++) {
            SlackFake.Channel channel = fake.channel("C0SMALL" + i, "small-" + i);
            channel.members.clear(); // the app may read without being in
            for (String person : people(19_000 + 10 * i, 19_010 + 10 * i)) {
                channel.members.add(fake.account(person).id);
            }
            assertThat(desk.workspace.conversation(channel.id).get().things()).hasSize(10);
        }

        assertThat(fake.calls().get("users.list") + fake.calls().get("users.info"))
                .isLessThanOrEqualTo(2 * 21); // its pages
    }

    @Test
    void it_is_forgotten_after_an_hour() throws Exception {
        fake.populate(3, 10);
        Adapter conversation = desk.conversation();
        conversation.get();
        fake.account(people(1, 2).get(0)).deleted = true;

        desk.time.pass(Duration.ofMinutes(59));
        assertThat(conversation.get().things()).hasSize(3);
        desk.time.pass(Duration.ofMinutes(2));
        assertThat(conversation.get().things()).hasSize(2);

        assertThat(fake.calls()).containsEntry("users.list", 2);
    }

    @Test
    void an_address_that_nobody_has_is_looked_up_once() {
        fake.populate(30, 5000);
        Desk.sync(desk.conversation(), people(0, 30));
        fake.forgetRequests();

        Asking.add(desk.conversation(), "nobody@example.com");
        Asking.add(desk.group(WhenEmpty.REFUSE), "NOBODY@example.com");

        assertThat(fake.calls()).containsEntry("users.lookupByEmail", 1).doesNotContainKey("users.list");
    }

    @Test
    void people_of_other_workspaces_are_asked_for_once() throws Exception {
        fake.populate(30, 5000);
        for (int i = 0; i < 3; i++) {
            SlackFake.Account stranger = fake.account("far" + i + "@y.com");
            stranger.stranger = true;
            stranger.team = "T0ELSEWHERE";
            fake.group().users.add(stranger.id);
        }
        desk.conversation().get();
        fake.forgetRequests();

        assertThat(desk.group(WhenEmpty.REFUSE).get().leftOut()).isEqualTo(Map.of("other workspace", 3));
        assertThat(desk.group(WhenEmpty.REFUSE).get().things()).hasSize(30);

        assertThat(fake.calls()).containsEntry("users.info", 3).doesNotContainKey("users.list");
    }

    @Test
    void without_slackbot_slack_is_asked_whose_the_token_is_once() throws Exception {
        fake.populate(3, 3000);
        fake.withoutSlackbot = true;

        desk.conversation().get();
        desk.group(WhenEmpty.REFUSE).get();

        assertThat(fake.calls()).containsEntry("auth.test", 1);
    }

    @Test
    void a_token_that_may_not_see_addresses_is_an_error_and_no_empty_place() {
        fake.populate(30, 60);
        fake.hidesEmails = true;

        assertThatThrownBy(() -> desk.conversation().get())
                .isInstanceOfSatisfying(
                        AdapterException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION))
                .hasMessageContaining("nobody has an e-mail address")
                .hasMessageContaining("users:read.email");
    }

    @Test
    void that_nobody_has_an_address_is_seen_also_where_few_are_looked_up() {
        for (int i = 0; i < 1100; i++) {
            fake.nobody().bot = true;
        }
        fake.joinChannel(people(0, 1));
        fake.channel().members.remove(SlackFake.SELF);
        fake.hidesEmails = true;

        assertThatThrownBy(() -> desk.conversation().get()).hasMessageContaining("users:read.email");
        assertThat(fake.calls()).containsEntry("users.info", 1);
    }

    @Test
    void the_token_of_a_whole_organization_without_a_team_is_an_error_and_no_empty_place() {
        fake.populate(30, 60);
        fake.withoutSlackbot = true;
        fake.teamOfTheToken = "E0ORG";

        assertThatThrownBy(() -> desk.conversation().get())
                .hasMessageContaining("the token is of a whole organization, E0ORG")
                .hasMessageContaining("Set team-id");

        fake.organizationToken = true;
        assertThatThrownBy(() -> desk.conversation().get())
                .hasMessageContaining("missing_argument")
                .hasMessageContaining("set team-id");
    }

    @Test
    void who_has_left_meanwhile_is_not_found_by_the_old_address() throws Exception {
        fake.populate(30, 3000);
        Adapter conversation = desk.conversation();
        conversation.get();
        fake.account(people(40, 41).get(0)).deleted = true;
        fake.joinChannel(people(5000, 5020)); // so that it is read again
        conversation.get();

        Report report = Asking.add(conversation, people(40, 41).get(0));

        assertThat(report.outcomes().toString()).contains("no active person of the workspace");
    }

    /** The map of so many takes some 40 MB. All that Slack says of them would take ten times that. */
    @Tag("same-on-every-jdk")
    @Test
    void two_hundred_thousand_people_are_read_in_a_small_memory() throws Exception {
        fake.populate(0, 200_000);
        fake.joinGroup(people(0, 50));
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:TieredStopAtLevel=1", // it does not live long enough to be optimized
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        fake.baseUrl())
                .redirectErrorStream(true)
                .start();

        String output = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(reader.waitFor()).as(output).isZero();
        assertThat(output).contains("50 members");
        assertThat(fake.calls()).containsEntry("users.list", 201);
    }

    /** A program of its own that reads the user group. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            try (SlackWorkspace workspace =
                    SlackWorkspace.builder(Conditions.SECRET).baseUrl(args[0]).build()) {
                System.out.println(
                        workspace.userGroup(SlackFake.GROUP).get().things().size() + " members");
            }
        }
    }
}
