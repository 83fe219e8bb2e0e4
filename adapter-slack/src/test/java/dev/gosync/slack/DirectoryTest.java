package dev.gosync.slack;

import static dev.gosync.slack.Desk.people;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Adapter;
import dev.gosync.AdapterException;
import dev.gosync.Kind;
import dev.gosync.Listing;
import dev.gosync.testkit.Conditions;
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
import org.junit.jupiter.api.AfterEach;
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
        fake.inject(Fault.answer(Kind.PERMISSION).onReads().from(4).times(1));
        Adapter conversation = desk.conversation();

        assertThatThrownBy(conversation::get).isInstanceOf(AdapterException.class);
        assertThat(conversation.get().things()).hasSize(100);

        assertThat(fake.calls()).containsEntry("users.list", 5);
    }

    @Test
    void it_begins_anew_where_slack_has_forgotten_how_far_it_was() throws Exception {
        fake.populate(0, 3000);
        fake.joinChannel(people(2500, 2503));
        desk.conversation().get();
        assertThat(fake.calls()).containsEntry("users.list", 3);
        synchronized (fake) { // the accounts are fewer than the cursor says
            fake.accounts.keySet().removeIf(id -> !fake.channel().members.contains(id) && !id.equals("USLACKBOT"));
        }
        fake.joinGroup(people(5000, 5020));
        fake.forgetRequests();

        assertThat(desk.group(WhenEmpty.REFUSE).get().things()).hasSize(20);
        assertThat(fake.calls()).containsEntry("users.list", 2);
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

        Desk.add(desk.conversation(), "nobody@example.com");
        Desk.add(desk.group(WhenEmpty.REFUSE), "NOBODY@example.com");

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
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.PERMISSION))
                .hasMessageContaining("nobody has an e-mail address")
                .hasMessageContaining("users:read.email");
    }

    /** The map of so many takes some 40 MB. All that Slack says of them would take ten times that. */
    @Test
    void two_hundred_thousand_people_are_read_in_a_small_memory() throws Exception {
        fake.populate(0, 200_000);
        fake.joinGroup(people(0, 50));
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
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
