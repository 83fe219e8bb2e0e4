package dev.gosync.benchmarks;

import dev.gosync.entra.EntraFake;
import dev.gosync.github.GitHubFake;
import dev.gosync.google.GoogleFake;
import dev.gosync.opsgenie.JsmFake;
import dev.gosync.opsgenie.OpsgenieFake;
import dev.gosync.slack.SlackFake;
import dev.gosync.terraform.TerraformFake;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The fakes of all services, each with 5,000 people. Most places have 1,000 of them as members. */
final class Services implements AutoCloseable {
    static final int PEOPLE = 5_000;
    static final int MEMBERS = 1_000;
    static final int CHANGES = 25;

    /**
     * A service.
     *
     * @param name for the printout
     * @param fake what answers
     * @param members how many members the place has
     * @param place the place in a configuration, with {@code %1$s} for the address of the service
     */
    record Service(String name, FakeServer fake, int members, String place) {}

    private final Path folder;
    private final List<Service> all = new ArrayList<>();

    Services(Path folder) throws IOException {
        this.folder = folder;
        List<String> people = addresses(0, PEOPLE);
        List<String> members = addresses(0, MEMBERS);
        String secret = Conditions.SECRET;

        GitHubFake github = new GitHubFake();
        github.introduce(people);
        github.join(GitHubFake.TEAM, "member", members);
        add(
                "github-team",
                github,
                "organization: " + GitHubFake.ORGANIZATION + ", team: " + GitHubFake.TEAM + ", token: " + secret);

        GoogleFake google = new GoogleFake();
        google.introduce(people);
        google.join(GoogleFake.GROUP, members, "MEMBER");
        google.address();
        Files.writeString(folder.resolve("key.json"), google.serviceAccount());
        add(
                "google-group",
                google,
                "group: " + GoogleFake.GROUP + ", act-for: " + GoogleFake.ADMIN + ", credentials-file: key.json");

        JsmFake jira = new JsmFake();
        jira.introduce(people);
        jira.join(members);
        add(
                "jsm-schedule",
                jira,
                "cloud-id: " + JsmFake.CLOUD + ", email: " + JsmFake.EMAIL + ", api-token: " + secret + ", schedule: "
                        + JsmFake.SCHEDULE);

        OpsgenieFake opsgenie = new OpsgenieFake();
        opsgenie.introduce(people);
        opsgenie.join(members);
        add("opsgenie-schedule", opsgenie, "api-key: " + secret + ", schedule: " + OpsgenieFake.SCHEDULE);

        SlackFake slack = new SlackFake();
        slack.introduce(people);
        slack.joinChannel(members);
        slack.joinGroup(members);
        add("slack-conversation", slack, "token: " + secret + ", conversation: " + SlackFake.CHANNEL, "/api/");
        add("slack-usergroup", slack, "token: " + secret + ", usergroup: " + SlackFake.GROUP, "/api/");

        EntraFake entra = new EntraFake();
        entra.introduce(people);
        entra.join(members);
        add(
                "entra-group",
                entra,
                "group: " + EntraFake.GROUP_NAME + ", tenant: " + EntraFake.TENANT + ", client-id: " + EntraFake.CLIENT
                        + ", client-secret: " + secret + ", authority: \"%1$s\"",
                "/v1.0/");

        String organization = "organization: " + TerraformFake.ORGANIZATION + ", token: " + secret;
        add("terraform-team", terraform(members, people), organization + ", team: " + TerraformFake.TEAM);
        add(
                "terraform-organization",
                terraform(List.of(), people),
                PEOPLE,
                organization + ", invite-to: " + TerraformFake.EVERYONE,
                "");

        for (int size : List.of(MEMBERS, PEOPLE)) {
            Files.write(folder.resolve(file("first", size)), addresses(0, size));
            Files.write(folder.resolve(file("second", size)), addresses(CHANGES, size + CHANGES));
        }
    }

    private static TerraformFake terraform(List<String> team, List<String> people) {
        TerraformFake fake = new TerraformFake();
        fake.join(TerraformFake.EVERYONE, people);
        fake.join(TerraformFake.TEAM, team);
        return fake;
    }

    private static String file(String people, int members) {
        return people + "-" + members + ".txt";
    }

    private void add(String type, FakeServer fake, String keys) {
        add(type, fake, keys, "");
    }

    private void add(String type, FakeServer fake, String keys, String path) {
        add(type, fake, MEMBERS, keys, path);
    }

    private void add(String type, FakeServer fake, int members, String keys, String path) {
        all.add(new Service(type, fake, members, type + ": { " + keys + ", base-url: \"%1$s" + path + "\" }"));
    }

    private static List<String> addresses(int first, int end) {
        return IntStream.range(first, end)
                .mapToObj(number -> "person" + (10_000 + number) + "@example.com")
                .toList();
    }

    List<Service> all() {
        return all;
    }

    /**
     * Writes a configuration for one service.
     *
     * @param people the members that its place should have: {@code first} or {@code second}; they differ by 25 additions
     *     and 25 removals
     */
    Path configuration(Service service, URI address, String people) throws IOException {
        String name = service.name() + "-" + address.getScheme() + "-" + people + ".yml";
        return Files.writeString(folder.resolve(name), """
                syncs:
                  - name: members
                    source: { file: { path: %s } }
                    destinations: [ { %s } ]
                    guards: { max-removals: %d }
                """.formatted(
                        file(people, service.members()), service.place().formatted(address), CHANGES));
    }

    @Override
    public void close() {
        all.forEach(service -> service.fake().close());
    }
}
