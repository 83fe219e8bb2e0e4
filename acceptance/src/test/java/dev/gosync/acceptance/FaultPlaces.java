package dev.gosync.acceptance;

import dev.gosync.github.GitHubFake;
import dev.gosync.google.GoogleFake;
import dev.gosync.opsgenie.JsmFake;
import dev.gosync.opsgenie.OpsgenieFake;
import dev.gosync.slack.SlackFake;
import dev.gosync.testkit.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Every adapter of this repository. */
final class FaultPlaces {
    /** The variable of the secret in each configuration. */
    static final String VARIABLE = "SECRET";

    static final String SECRET = "'${" + VARIABLE + "}'";
    private static final Set<String> ALL_ROLES = Set.of("member", "maintainer");
    static final List<String> OTHERS = List.of("olga@example.com", "omar@example.com");

    /** Makes a place of each type, in the order of the table. */
    static final List<Supplier<FaultPlace>> ALL = List.of(
            CsvPlace::new,
            TeamPlace::new,
            GroupPlace::new,
            () -> new OpsgeniePlace(false),
            () -> new JsmPlace(false),
            () -> new SlackPlace(false),
            () -> new SlackPlace(true),
            EntraGroupPlace::new,
            TerraformTeamPlace::new,
            TerraformOrganizationPlace::new,
            UsersPlace::new,
            EntraUsersPlace::new,
            () -> new OpsgeniePlace(true),
            () -> new JsmPlace(true));

    private FaultPlaces() {}

    /** {@return the types of all places, in the order of the table} */
    static List<String> types() {
        return ALL.stream().map(FaultPlaces::typeOf).toList();
    }

    /** {@return the type of a place} */
    static String typeOf(Supplier<FaultPlace> maker) {
        try (FaultPlace place = maker.get()) {
            return place.type();
        }
    }

    abstract static class ServicePlace<F extends FakeServer> extends FaultPlace {
        final F fake;

        ServicePlace(String type, boolean isSource, F fake) {
            super(type, isSource);
            this.fake = fake;
        }

        @Override
        Optional<FakeServer> server() {
            return Optional.of(fake);
        }
    }

    /** One team in a file of several teams. */
    private static final class CsvPlace extends FaultPlace {
        private static final String FILE = "people.csv";

        CsvPlace() {
            super("file", false);
        }

        @Override
        void seed(Path folder, List<String> members, List<String> coming) throws IOException {
            String rows = members.stream()
                    .map(member -> member + ",platform,\"floor 3, left\"\n")
                    .collect(Collectors.joining());
            String others = OTHERS.stream().map(other -> other + ",web,\n").collect(Collectors.joining());
            Files.writeString(folder.resolve(FILE), "email,team,desk\n" + rows + others);
        }

        @Override
        String entry(String address) {
            return "{ path: " + FILE + ", column: email, where: { team: platform } }";
        }

        @Override
        Set<String> members(Path folder) throws IOException {
            return Files.readAllLines(folder.resolve(FILE)).stream()
                    .filter(line -> line.contains(",platform,"))
                    .map(line -> line.substring(0, line.indexOf(',')))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        @Override
        String untouchable(Path folder) throws IOException {
            return Files.readAllLines(folder.resolve(FILE)).stream()
                    .filter(line -> !line.contains(",platform,") || line.startsWith("s"))
                    .collect(Collectors.joining("\n"));
        }
    }

    private static final class TeamPlace extends ServicePlace<GitHubFake> {
        private static final String OTHER = "web";

        TeamPlace() {
            super("github-team", false, new GitHubFake());
        }

        @Override
        boolean isWrite(String method, String path, String body) {
            return !method.equals("GET") && !method.equals("POST");
        }

        @Override
        void seed(Path folder, List<String> members, List<String> coming) {
            fake.introduce(coming);
            fake.join(GitHubFake.TEAM, "member", members);
            fake.join(GitHubFake.TEAM, "maintainer", List.of("lead@example.com"));
            fake.join(GitHubFake.TEAM, "member", List.of("nameless"));
            fake.found(OTHER);
            fake.join(OTHER, "member", OTHERS);
        }

        @Override
        String entry(String address) {
            return "{ organization: %s, team: %s, token: %s, base-url: '%s' }"
                    .formatted(GitHubFake.ORGANIZATION, GitHubFake.TEAM, SECRET, address);
        }

        @Override
        Set<String> members(Path folder) {
            return fake.emails(GitHubFake.TEAM, Set.of("member"));
        }

        @Override
        String untouchable(Path folder) {
            return STAYING.stream()
                            .map(each -> fake.kept(GitHubFake.TEAM, each))
                            .toList()
                    + " " + fake.emails(GitHubFake.TEAM, Set.of("maintainer"))
                    + fake.nameless(GitHubFake.TEAM) + fake.emails(OTHER, ALL_ROLES);
        }
    }

    private abstract static class GooglePlace extends ServicePlace<GoogleFake> {
        private static final String KEY = "key.json";

        GooglePlace(String type, boolean isSource) {
            super(type, isSource, new GoogleFake());
        }

        void writeKey(Path folder) throws IOException {
            Files.writeString(folder.resolve(KEY), fake.serviceAccount());
        }

        static String account(String address) {
            return "credentials-file: " + KEY + ", act-for: " + GoogleFake.ADMIN + ", base-url: '" + address + "'";
        }
    }

    private static final class GroupPlace extends GooglePlace {
        private static final String OTHER = "web@example.com";

        GroupPlace() {
            super("google-group", false);
        }

        @Override
        boolean isWrite(String method, String path, String body) {
            return path.equals("/batch");
        }

        @Override
        void seed(Path folder, List<String> members, List<String> coming) throws IOException {
            writeKey(folder);
            fake.introduce(coming);
            fake.join(GoogleFake.GROUP, members, "MEMBER");
            fake.join(GoogleFake.GROUP, List.of("boss@example.com"), "OWNER");
            fake.joinEverybody(GoogleFake.GROUP);
            fake.createGroup(OTHER);
            fake.join(OTHER, OTHERS, "MEMBER");
        }

        @Override
        String entry(String address) {
            return "{ group: " + GoogleFake.GROUP + ", " + account(address) + " }";
        }

        @Override
        Set<String> members(Path folder) {
            return fake.members(GoogleFake.GROUP, "MEMBER");
        }

        @Override
        String untouchable(Path folder) {
            return STAYING.stream()
                            .map(each -> fake.state(GoogleFake.GROUP, each))
                            .toList()
                    + " " + fake.members(GoogleFake.GROUP, "OWNER") + fake.count(GoogleFake.GROUP, "CUSTOMER")
                    + fake.members(OTHER, "MEMBER");
        }
    }

    private static final class UsersPlace extends GooglePlace {
        UsersPlace() {
            super("google-users", true);
        }

        @Override
        void seed(Path folder, List<String> members, List<String> coming) throws IOException {
            writeKey(folder);
            fake.introduce(members);
        }

        @Override
        String entry(String address) {
            return "{ domain: example.com, " + account(address) + " }";
        }

        @Override
        Set<String> members(Path folder) {
            return fake.activeUsers();
        }

        @Override
        String untouchable(Path folder) {
            return fake.activeUsers().toString();
        }
    }

    private static final class OpsgeniePlace extends ServicePlace<OpsgenieFake> {
        private static final String OTHER = "Night";

        OpsgeniePlace(boolean isSource) {
            super(isSource ? "opsgenie-oncall" : "opsgenie-schedule", isSource, new OpsgenieFake());
        }

        @Override
        boolean isWrite(String method, String path, String body) {
            return method.equals("PATCH");
        }

        @Override
        void seed(Path folder, List<String> members, List<String> coming) {
            fake.introduce(coming);
            fake.join(members);
            fake.joinNameless(2);
            fake.addRotation(OTHER, OTHERS.toArray(String[]::new));
            fake.onDuty(Instant.EPOCH, members);
        }

        @Override
        String entry(String address) {
            return "{ api-key: %s, schedule: %s, %sbase-url: '%s' }"
                    .formatted(SECRET, OpsgenieFake.SCHEDULE, isSource() ? "" : "rotation: Primary, ", address);
        }

        @Override
        Set<String> members(Path folder) {
            return new TreeSet<>(isSource() ? fake.onDuty() : fake.members());
        }

        @Override
        String untouchable(Path folder) {
            return STAYING.stream().map(fake::fingerprint).toList() + " " + fake.nameless() + fake.orderOf(OTHER)
                    + (isSource() ? fake.onDuty() : List.of());
        }
    }

    private static final class JsmPlace extends ServicePlace<JsmFake> {
        private static final String OTHER = "Night";

        JsmPlace(boolean isSource) {
            super(isSource ? "jsm-oncall" : "jsm-schedule", isSource, new JsmFake());
        }

        @Override
        boolean isWrite(String method, String path, String body) {
            return method.equals("PATCH");
        }

        @Override
        void seed(Path folder, List<String> members, List<String> coming) {
            fake.introduce(coming);
            fake.join(members);
            fake.joinNameless(2);
            fake.addRotation(OTHER, OTHERS);
            fake.onDuty(Instant.EPOCH, members);
        }

        @Override
        String entry(String address) {
            return "{ cloud-id: %s, email: %s, api-token: %s, schedule: %s, %sbase-url: '%s' }"
                    .formatted(
                            JsmFake.CLOUD,
                            JsmFake.EMAIL,
                            SECRET,
                            JsmFake.SCHEDULE,
                            isSource() ? "" : "rotation: Primary, ",
                            address);
        }

        @Override
        Set<String> members(Path folder) {
            return new TreeSet<>(isSource() ? fake.onDuty() : fake.members());
        }

        @Override
        String untouchable(Path folder) {
            return STAYING.stream().map(fake::fingerprint).toList() + " " + fake.nameless() + fake.idsInOrderOf(OTHER)
                    + (isSource() ? fake.onDuty() : List.of());
        }
    }

    /** The other one of conversation and user group has members too. */
    private static final class SlackPlace extends ServicePlace<SlackFake> {
        private static final Pattern WRITES =
                Pattern.compile("/api/(conversations\\.(invite|kick)|usergroups\\.(users\\.update|enable|disable))");

        private final boolean isGroup;

        SlackPlace(boolean isGroup) {
            super(isGroup ? "slack-usergroup" : "slack-conversation", false, new SlackFake());
            this.isGroup = isGroup;
        }

        @Override
        boolean isWrite(String method, String path, String body) {
            return WRITES.matcher(path).matches();
        }

        @Override
        void seed(Path folder, List<String> members, List<String> coming) {
            fake.introduce(coming);
            join(isGroup, members);
            join(!isGroup, OTHERS);
        }

        private void join(boolean group, Collection<String> people) {
            if (group) {
                fake.joinGroup(people);
            } else {
                fake.joinChannel(people);
            }
        }

        @Override
        String entry(String address) {
            return "{ token: %s, %s, base-url: '%s/api/' }"
                    .formatted(
                            SECRET,
                            isGroup
                                    ? "usergroup: '@" + SlackFake.HANDLE + "'"
                                    : "conversation: '#" + SlackFake.CHANNEL_NAME + "'",
                            address);
        }

        @Override
        Set<String> members(Path folder) {
            return isGroup ? fake.inGroup() : fake.inChannel();
        }

        @Override
        String untouchable(Path folder) {
            return (isGroup ? fake.inChannel() : fake.inGroup()).toString();
        }
    }
}
