package dev.gosync.github;

import static dev.gosync.testkit.Asking.add;
import static dev.gosync.testkit.Asking.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gosync.Report;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersTest extends GitHubFixture {
    private final GitHubTeamProvider provider = new GitHubTeamProvider();

    @TempDir
    Path folder;

    private Config.Scope scope;

    @AfterEach
    void closeTheScope() {
        if (scope != null) {
            scope.close();
        }
    }

    private Adapter create(Map<String, ?> more) {
        if (scope == null) {
            scope = new Config.Scope(folder, retry());
        }
        return (Adapter) provider.create(Config.of(provider.type(), provider.keys(), values(more), scope));
    }

    private Map<String, Object> values(Map<String, ?> more) {
        Map<String, Object> values = new HashMap<>(Map.of(
                "organization", "acme", "team", TEAM, "base-url", fake.address().toString()));
        values.putAll(more);
        return values;
    }

    private Map<String, String> faults(Map<String, ?> more) {
        Map<String, String> faults = new HashMap<>();
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> create(more))
                .satisfies(e -> e.faults().forEach(fault -> faults.put(fault.key(), fault.problem())))
                .withMessageNotContaining(Conditions.SECRET);
        return faults;
    }

    @Test
    void is_found_by_the_service_loader() {
        assertThat(ServiceLoader.load(AdapterProvider.class))
                .filteredOn(found -> found.type().equals("github-team"))
                .singleElement()
                .isInstanceOf(GitHubTeamProvider.class);
    }

    @Test
    void the_token_is_shown_nowhere() {
        Config config = Config.of(
                provider.type(),
                provider.keys(),
                Map.of("organization", "acme", "team", TEAM, "token", Conditions.SECRET),
                new Config.Scope(folder, retry()));

        assertThat(config.toString()).doesNotContain(Conditions.SECRET);
        assertThat(provider.create(config).toString()).doesNotContain(Conditions.SECRET);
    }

    @Test
    void makes_a_team_with_all_its_options() throws Exception {
        Files.writeString(folder.resolve("people.csv"), "email,login\ncem@x.org,cem\n");
        fake.identify(GitHubFake.OWNER, "owner@x.org", null);
        fake.join(TEAM, "maintainer", List.of("ann@x.org", "bob@x.org"));
        fake.join(TEAM, "member", List.of(GitHubFake.OWNER));
        fake.open("cem");
        Adapter team = create(Map.of(
                "token", Conditions.SECRET,
                "identities", List.of("saml", "file"),
                "identities-file", "people.csv",
                "role", "maintainer",
                "remove-maintainers", "true",
                "remove-token-owner", "true"));

        Report added = add(team, "cem@x.org");
        Report removed = remove(team, "ann@x.org", "owner@x.org");

        assertThat(added.isClean() && removed.isClean()).isTrue();
        assertThat(fake.logins(TEAM, Set.of("maintainer"))).contains("cem").hasSize(2);
        assertThat(fake.logins(TEAM, Set.of("member"))).isEmpty();
    }

    @Test
    void invite_false_refuses_users_outside_the_organization_and_true_is_the_default() {
        fake.openOutside("out");
        Map<String, Object> logins = Map.of("token", Conditions.SECRET, "identities", List.of("logins"));

        Report refused = add(create(with(logins, "invite", false)), "out");
        Report invited = add(create(logins), "out");

        assertThat(outcome(refused, "out").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(invited, "out").note()).isEqualTo("invited");
        assertThat(faults(with(logins, "invite", "perhaps"))).containsOnlyKeys("invite");
    }

    @Test
    void its_account_is_the_organization_without_a_secret() {
        Map<String, Object> token = Map.of("token", Conditions.SECRET, "organization", "Acme");
        Config.Scope scope = new Config.Scope(folder, retry());
        Map<String, Object> hidden = with(values(token), "base-url", "https://u:secret@x.org");

        assertThat(provider.account(Config.of(provider.type(), provider.keys(), values(token), scope)))
                .contains("github 127.0.0.1:" + fake.address().getPort() + "/acme");
        assertThat(provider.account(Config.of(provider.type(), provider.keys(), hidden, scope)))
                .isEmpty();
    }

    @Test
    void an_address_that_cannot_be_read_is_not_shown() {
        Map<String, String> faults = faults(Map.of("token", "a", "base-url", "https://u:" + Conditions.SECRET + " @x"));

        assertThat(faults).containsOnlyKeys("base-url");
    }

    @Test
    void each_way_of_finding_identities_can_be_asked_for() throws Exception {
        fake.verify("ann", "verified@x.org");
        fake.identify("ann", "saml@x.org", null);
        fake.join(TEAM, "member", List.of("ann"));
        Map<String, Object> token = Map.of("token", Conditions.SECRET);

        assertThat(create(token).get().things()).containsExactly("saml@x.org");
        assertThat(create(with(token, "identities", List.of("verified-emails")))
                        .get()
                        .things())
                .containsExactly("verified@x.org");
        assertThat(create(with(token, "identities", List.of("logins"))).get().things())
                .containsExactly("ann");
        fake.provider(GitHubFake.Provider.ENTERPRISE);
        Map<String, Object> enterprise = with(token, "identities", List.of("enterprise-saml"));
        assertThat(create(with(enterprise, "enterprise", GitHubFake.ENTERPRISE))
                        .get()
                        .things())
                .containsExactly("saml@x.org");
    }

    @Test
    void teams_with_the_same_credentials_share_what_was_read() throws Exception {
        fake.join(TEAM, "member", emails(0, 5));
        fake.join("web", "member", emails(0, 5));
        Adapter one = create(Map.of("token", Conditions.SECRET));
        Adapter other = create(Map.of("token", Conditions.SECRET, "team", "web", "organization", "Acme"));

        one.get();
        one.close();
        other.get();

        assertThat(calls()).containsEntry("SamlIdentities", 1);
    }

    @Test
    void entries_with_the_same_credentials_write_one_after_the_other_whatever_else_differs() throws Exception {
        fake.open("ann");
        fake.found("web");
        Map<String, Object> token = Map.of("token", Conditions.SECRET);
        Adapter one = create(with(token, "identities", List.of("logins")));
        Map<String, Object> another = with(token, "identities", List.of("verified-emails"));
        fake.verify("ann", "ann@x.org");
        Adapter other = create(with(another, "team", "web"));
        fake.inject(Fault.of(Fault.Type.HANG).onWrites().times(1));
        FutureTask<Report> first = new FutureTask<>(() -> add(one, "ann"));
        FutureTask<Report> second = new FutureTask<>(() -> add(other, "ann@x.org"));
        new Thread(first).start();
        while (!fake.calls().containsKey("add")) {
            Thread.onSpinWait();
        }
        new Thread(second).start();
        Config config = Config.of(provider.type(), provider.keys(), values(token), scope);
        GitHubApi api = config.shared(GitHubApi.class, GitHubTeamProvider.credentials(config), () -> {
            throw new AssertionError("nothing is shared");
        });
        while (api.waitingToWrite() == 0) {
            Thread.onSpinWait();
        }

        assertThat(fake.calls()).containsEntry("add", 1);
        fake.heal();
        assertThat(first.get(20, TimeUnit.SECONDS).isClean()).isTrue();
        assertThat(second.get(20, TimeUnit.SECONDS).isClean()).isTrue();
    }

    @Test
    void every_fault_is_reported_at_once_with_its_key() {
        Map<String, String> faults = faults(Map.of(
                "organization", "a/b",
                "team", "..",
                "token", Conditions.SECRET + " x",
                "app-id", "not an id",
                "installation-id", "zero",
                "identities", List.of("logins", "file"),
                "enterprise", "acme",
                "base-url", "http://github.example.com/api/v3"));

        assertThat(faults.keySet())
                .containsExactlyInAnyOrder(
                        "organization",
                        "team",
                        "token",
                        "app-id",
                        "private-key-file",
                        "installation-id",
                        "identities",
                        "identities-file",
                        "enterprise",
                        "base-url");
    }

    @Test
    void credentials_that_do_not_go_together_say_what_to_do() throws Exception {
        Files.writeString(folder.resolve("no.pem"), "nothing");

        assertThat(faults(Map.of())).containsOnlyKeys("token");
        assertThat(faults(Map.of("token", "a", "private-key-file", "no.pem", "installation-id", "1")))
                .containsOnlyKeys("private-key-file", "installation-id");
        assertThat(faults(Map.of("app-id", "1", "private-key-file", "missing.pem"))
                        .get("private-key-file"))
                .contains("cannot be read");
        assertThat(faults(Map.of("token", "a", "identities", List.of("saml", "saml"))))
                .containsOnlyKeys("identities");
    }

    private static Map<String, Object> with(Map<String, ?> values, String key, Object value) {
        Map<String, Object> more = new HashMap<>(values);
        more.put(key, value);
        return more;
    }
}
