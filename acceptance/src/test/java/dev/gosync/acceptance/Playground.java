package dev.gosync.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Runs the fakes of all services with the people of the demo, and writes a configuration that syncs to all of them.
 * {@code ./playground} in a clone starts it.
 */
final class Playground implements AutoCloseable {
    static final String FOLDER = "go-sync-playground";
    static final int PORT = 8471;

    private static final String CONFIGURATION = "go-sync.yml";
    private static final String USAGE = "./playground [--port N] [--latency MILLISECONDS]";

    /** The people whose team is the platform. */
    private static final List<String> PEOPLE = DemoPeople.of("platform");

    private static final List<String> JOINED = PEOPLE.subList(0, PEOPLE.size() - 3);
    private static final String NEWEST = PEOPLE.get(PEOPLE.size() - 1);
    private static final List<String> LEAVERS =
            List.of("gunvor.elsewhere@example.com", "peregrin.departed@example.org");
    private static final String LEAD = "lead@example.com";

    private final SlackFake slack = new SlackFake();
    private final GitHubFake github = new GitHubFake();
    private final GoogleFake google = new GoogleFake();
    private final EntraFake entra = new EntraFake();
    private final OpsgenieFake opsgenie = new OpsgenieFake();
    private final JsmFake jsm = new JsmFake();
    private final TerraformFake terraform = new TerraformFake();

    private final Map<String, FakeServer> services = new LinkedHashMap<>();

    private Playground() {
        services.put("Slack", slack);
        services.put("GitHub", github);
        services.put("Google", google);
        services.put("Entra", entra);
        services.put("Opsgenie", opsgenie);
        services.put("JSM", jsm);
        services.put("Terraform", terraform);
        seed();
    }

    public static void main(String[] args) throws InterruptedException {
        try {
            Playground playground = start(Path.of(FOLDER), List.of(args), System.out);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> playground.stop(System.out), "playground-end"));
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            System.err.println("playground: " + e.getMessage());
            System.exit(2);
        }
        new CountDownLatch(1).await(); // until Ctrl-C
    }

    /**
     * Starts all services.
     *
     * @throws IllegalArgumentException if an option is wrong
     * @throws IllegalStateException if a port is in use
     */
    static Playground start(Path folder, List<String> options, PrintStream out) throws IOException {
        int port = PORT;
        int latency = 0;
        for (int i = 0; i < options.size(); i += 2) {
            Optional<Integer> number = i + 1 < options.size() ? number(options.get(i + 1)) : Optional.empty();
            if (options.get(i).equals("--port") && number.isPresent()) {
                port = number.get();
            } else if (options.get(i).equals("--latency") && number.isPresent()) {
                latency = number.get();
            } else {
                throw new IllegalArgumentException("Unknown option or value: " + options.get(i) + ". Usage: " + USAGE);
            }
        }
        Playground playground = new Playground();
        try {
            playground.open(port, Duration.ofMillis(latency));
            playground.write(folder);
            playground.explain(folder, out);
            return playground;
        } catch (RuntimeException | IOException e) {
            playground.close();
            throw e;
        }
    }

    private static Optional<Integer> number(String text) {
        return text.matches("\\d{1,5}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    /** Every service has the same people: some joined, some have to join, and two have to leave. */
    private void seed() {
        List<String> withoutNewest = PEOPLE.subList(0, PEOPLE.size() - 1);

        slack.introduce(withoutNewest);
        slack.joinChannel(JOINED);
        slack.joinChannel(LEAVERS);
        slack.joinGroup(JOINED.subList(1, 3));

        github.introduce(PEOPLE);
        github.join(GitHubFake.TEAM, "member", JOINED);
        github.join(GitHubFake.TEAM, "member", LEAVERS);
        github.join(GitHubFake.TEAM, "maintainer", List.of(LEAD));

        google.introduce(PEOPLE);
        google.join(GoogleFake.GROUP, JOINED, "MEMBER");
        google.join(GoogleFake.GROUP, LEAVERS, "MEMBER");
        google.join(GoogleFake.GROUP, List.of(LEAD), "OWNER");

        entra.introduce(PEOPLE);
        entra.join(JOINED);
        entra.join(LEAVERS);
        entra.joinOthers(2);

        opsgenie.introduce(PEOPLE);
        opsgenie.join(JOINED);
        opsgenie.join(LEAVERS);
        opsgenie.onDuty(Instant.EPOCH, PEOPLE.subList(0, 2));

        jsm.introduce(PEOPLE);
        jsm.join(JOINED);
        jsm.join(LEAVERS);

        terraform.join(TerraformFake.EVERYONE, JOINED);
        terraform.join(TerraformFake.EVERYONE, LEAVERS);
        // One newcomer is in the organization already, so the first plan adds somebody to the team, too.
        terraform.join(TerraformFake.EVERYONE, PEOPLE.subList(JOINED.size(), JOINED.size() + 1));
        terraform.join(TerraformFake.TEAM, JOINED);
        terraform.join(TerraformFake.TEAM, LEAVERS);
    }

    private void open(int first, Duration latency) {
        int port = first;
        for (FakeServer service : services.values()) {
            service.latency(latency);
            try {
                service.start(port);
            } catch (IllegalStateException e) {
                throw new IllegalStateException(
                        "Port " + port + " is not free. Stop the other program (perhaps another playground), or choose"
                                + " other ports: ./playground --port 9000",
                        e);
            }
            port += port == 0 ? 0 : 1;
        }
    }

    private void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("key.json"), google.serviceAccount()); // new for each start
        writeOnce(folder.resolve("people.csv"), DemoPeople.csv());
        Path configuration = folder.resolve(CONFIGURATION);
        writeOnce(configuration, configuration());
        if (!Files.readString(configuration).contains(slack.address().toString())) {
            throw new IllegalStateException(configuration
                    + " has other addresses. Use the --port of its first start, or" + " move the file away.");
        }
    }

    private static void writeOnce(Path file, String content) throws IOException {
        if (Files.notExists(file)) {
            Files.writeString(file, content);
        }
    }

    private String configuration() throws IOException {
        String text;
        try (InputStream template = Playground.class.getResourceAsStream("playground/" + CONFIGURATION)) {
            text = new String(Objects.requireNonNull(template).readAllBytes(), UTF_8);
        }
        for (Map.Entry<String, FakeServer> service : services.entrySet()) {
            String placeholder = "@" + service.getKey().toUpperCase(Locale.ROOT) + "@";
            text = text.replace(placeholder, service.getValue().address().toString());
        }
        return text.replace("@TOKEN@", Conditions.SECRET)
                .replace("@TENANT@", EntraFake.TENANT)
                .replace("@CLIENT@", EntraFake.CLIENT)
                .replace("@CLOUD@", JsmFake.CLOUD);
    }

    private void explain(Path folder, PrintStream out) {
        out.println("These services run until you press Ctrl-C. They keep their members in memory only.");
        services.forEach((name, service) -> out.printf("  %-10s %s%n", name, service.address()));
        String configuration = folder.getFileName() + "/" + CONFIGURATION;
        out.println();
        out.println("What to try in a second terminal:");
        out.println("  - ./go-sync plan " + configuration + " shows what would change at each service.");
        out.println("    " + NEWEST + " has no Slack account, so the plan says who cannot be added.");
        out.println(
                "  - ./go-sync apply " + configuration + " asks, and makes the changes. Run it again: nothing to do.");
        out.println("  - Delete all lines but the first from " + folder.getFileName() + "/people.csv and plan again:");
        out.println("    guards refuse it. They protect every place from a bad reading.");
        out.println("  - ./go-sync history --config " + configuration + " lists what was done, when and by whom.");
        out.println("  - ./go-sync undo RUN --config " + configuration + " plans the opposite of one of these runs.");
        out.println();
        out.flush();
    }

    /** Ends all services, and prints how many calls each one got. */
    void stop(PrintStream out) {
        out.println();
        services.forEach((name, service) -> {
            out.printf("%-10s %d calls%n", name, service.requests().size());
            service.complaints().forEach(complaint -> out.println("           " + complaint));
        });
        out.flush();
        close();
    }

    @Override
    public void close() {
        services.values().forEach(FakeServer::close);
    }
}
