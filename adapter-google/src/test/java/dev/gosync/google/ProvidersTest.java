package dev.gosync.google;

import static dev.gosync.google.GoogleFake.ADMIN;
import static dev.gosync.google.GoogleFake.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Asking;
import dev.gosync.testkit.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvidersTest {
    private static final String ANN = "ann@example.com";

    @TempDir
    private Path folder;

    private final GoogleFake fake = new GoogleFake();
    private Config.Scope scope;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("key.json"), fake.serviceAccount());
        scope = new Config.Scope(folder, Retry.standard());
    }

    @AfterEach
    void close() {
        scope.close();
        fake.close();
        assertThat(fake.complaints()).isEmpty();
    }

    private Source create(AdapterProvider provider, Map<String, ?> keys) {
        return provider.create(Config.of(provider.type(), provider.keys(), keys, scope));
    }

    private Source group(Map<String, ?> more) {
        Map<String, Object> keys = new HashMap<>(
                Map.of("group", GROUP, "credentials-file", "key.json", "act-for", ADMIN, "base-url", fake.address()));
        keys.putAll(more);
        return create(new GoogleGroupProvider(), keys);
    }

    private Source users(Map<String, ?> more) {
        Map<String, Object> keys =
                new HashMap<>(Map.of("credentials-file", "key.json", "act-for", ADMIN, "base-url", fake.address()));
        keys.putAll(more);
        return create(new GoogleUsersProvider(), keys);
    }

    private List<String> faults(AdapterProvider provider, Map<String, ?> keys) {
        try {
            create(provider, keys);
        } catch (ConfigException e) {
            return e.faults().stream().map(Fault::toString).toList();
        }
        throw new AssertionError("No fault in " + keys);
    }

    @Test
    void both_providers_are_found() {
        assertThat(ServiceLoader.load(AdapterProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .map(AdapterProvider::type))
                .containsExactly("google-group", "google-users");
    }

    @Test
    void a_group_is_a_destination_and_with_derived_members_a_source_only() throws Exception {
        fake.join(GROUP, List.of(ANN), "MEMBER");

        assertThat(group(Map.of())).isInstanceOf(Adapter.class);
        assertThat(group(Map.of()).get().things()).containsExactly(ANN);
        assertThat(group(Map.of("include-derived", true))).isNotInstanceOf(Adapter.class);
        assertThat(group(Map.of("include-derived", true)).get().things()).containsExactly(ANN);
    }

    @Test
    void every_key_of_a_group_does_what_it_says() throws Exception {
        fake.createGroup("nested@example.com");
        fake.introduce(List.of(ANN));
        fake.join(GROUP, List.of("nested@example.com"), "MEMBER");
        fake.join(GROUP, List.of("boss@example.com"), "OWNER");
        fake.alias("boss@example.com", "b@example.com");

        Asking.add((Adapter) group(Map.of("role", "MANAGER", "delivery-settings", "DAILY")), List.of(ANN));

        assertThat(fake.members(GROUP, "MANAGER")).containsExactly(ANN);
        assertThat(fake.delivery(GROUP, ANN)).isEqualTo("DAILY");
        assertThat(group(Map.of("member-types", List.of("GROUP"))).get().things())
                .containsExactly("nested@example.com");
        assertThat(group(Map.of("other-addresses", true)).get().aliases()).containsKey("b@example.com");
        assertThat(group(Map.of("other-addresses", "true", "include-derived", "true"))
                        .get()
                        .aliases())
                .containsKey("b@example.com");
        assertThat(fake.subjects()).allMatch(ADMIN::equals);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void include_suspended_is_true_by_default_and_false_makes_a_source_only(String text) throws Exception {
        fake.join(GROUP, List.of(ANN, "bob@example.com"), "MEMBER");
        fake.join(GROUP, List.of("boss@example.com", "former@example.com"), "MANAGER");
        fake.suspend(List.of("bob@example.com", "former@example.com"));
        boolean included = text.equals("true");

        assertThat(group(Map.of()).get().things()).hasSize(4);
        for (Object value : List.of(text, included)) {
            Source group = group(Map.of("include-suspended", value));
            Source managers = group(Map.of("include-suspended", value, "role", "MANAGER"));
            Source derived = group(Map.of("include-suspended", value, "include-derived", true));

            assertThat(group instanceof Adapter).isEqualTo(included);
            assertThat(group.get().things()).hasSize(included ? 4 : 2);
            assertThat(group.get().leftOut()).isEqualTo(included ? Map.of() : Map.of("suspended", 2));
            assertThat(managers.get().things()).hasSize(included ? 2 : 1);
            assertThat(derived.get().things()).hasSize(included ? 4 : 2);
        }
        assertThat(faults(
                        new GoogleGroupProvider(),
                        Map.of("group", GROUP, "include-suspended", false, "delivery-settings", "NONE")))
                .containsExactly("delivery-settings: is for added members, but with include-suspended: false"
                        + " the group can only be a source; remove one");
        assertThat(faults(new GoogleGroupProvider(), Map.of("group", GROUP, "include-suspended", "no")))
                .hasSize(1);
    }

    @Test
    void every_key_of_users_does_what_it_says() throws Exception {
        fake.move(List.of(ANN), "/Sales");
        fake.suspend(List.of("bob@example.com"));
        fake.archive(List.of("cem@example.com"));

        assertThat(users(Map.of("domain", "example.com")).get().things()).containsExactly(ANN);
        assertThat(users(Map.of("org-unit", "/Sales")).get().things()).containsExactly(ANN);
        assertThat(users(Map.of("query", "email=" + ANN)).get().things()).containsExactly(ANN);
        assertThat(users(Map.of("domain", "example.com", "include-suspended", true))
                        .get()
                        .things())
                .contains("bob@example.com")
                .hasSize(2);
        assertThat(users(Map.of("domain", "example.com", "include-archived", true))
                        .get()
                        .things())
                .contains("cem@example.com")
                .hasSize(2);
    }

    @Test
    void entries_with_the_same_credentials_share_tokens_and_what_was_learnt() throws Exception {
        fake.createGroup("other@example.com");

        group(Map.of("other-addresses", true)).get();
        group(Map.of("other-addresses", true, "group", "other@example.com")).get();
        users(Map.of("org-unit", "/")).get();

        assertThat(fake.calls()).isEqualTo(Map.of("token", 2, "members.list", 2, "users.list", 2));
    }

    @Test
    void creating_a_place_makes_no_request() {
        group(Map.of());
        create(new GoogleGroupProvider(), Map.of("group", GROUP));

        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void an_empty_list_of_member_types_is_a_fault() {
        assertThat(faults(new GoogleGroupProvider(), Map.of("group", GROUP, "member-types", List.of())))
                .containsExactly(
                        "member-types: is empty: The types of members to list and remove (default: USER and EXTERNAL)");
    }

    @Test
    void all_faults_are_reported_at_once() throws Exception {
        Files.writeString(
                folder.resolve("user.json"),
                Json.write(Map.of(
                        "type",
                        "authorized_user",
                        "client_id",
                        "c",
                        "client_secret",
                        "very-secret",
                        "refresh_token",
                        "r")));
        Files.writeString(folder.resolve("broken.json"), "{\"private_key\": \"very-secret");

        assertThat(faults(
                        new GoogleGroupProvider(),
                        Map.of(
                                "group", "team",
                                "credentials-file", "missing.json",
                                "base-url", "example.com",
                                "role", "OWNER",
                                "delivery-settings", "NONE",
                                "include-derived", true)))
                .containsExactly(
                        "group: The address of a group must look like team@example.com, but is team",
                        "credentials-file: the file " + folder.resolve("missing.json")
                                + " is missing or cannot be read",
                        "base-url: must be an address like https://admin.googleapis.com/",
                        "role: does not go with include-derived, which reads all roles; remove one",
                        "delivery-settings: is for added members, but with include-derived: true the group can only be a source; remove one");
        assertThat(faults(new GoogleGroupProvider(), Map.of("group", GROUP, "base-url", "http://proxy.example.com")))
                .containsExactly(
                        "base-url: must begin with https://; plain http would show the credentials, so it is for"
                                + " this machine only");
        assertThat(faults(
                        new GoogleGroupProvider(),
                        Map.of("group", GROUP, "credentials-file", "user.json", "act-for", ADMIN)))
                .singleElement()
                .asString()
                .startsWith("act-for: The credentials of the type UserCredentials cannot act for " + ADMIN)
                .doesNotContain("very-secret");
        assertThat(faults(new GoogleGroupProvider(), Map.of("group", GROUP, "credentials-file", "broken.json")))
                .singleElement()
                .asString()
                .startsWith(
                        "credentials-file: " + folder.resolve("broken.json") + " is not a file of Google credentials")
                .doesNotContain("very-secret");
        assertThat(faults(new GoogleUsersProvider(), Map.of()))
                .containsExactly("domain: is missing: name a domain, an org-unit or a query; org-unit: / is all users");
        assertThat(faults(new GoogleUsersProvider(), Map.of("domain", "x", "org-unit", "Sales", "query", "q")))
                .containsExactly(
                        "org-unit: does not go with domain; remove one",
                        "query: does not go with domain; remove one",
                        "org-unit: The path of an organizational unit must begin with '/', but is Sales");
        assertThat(faults(new GoogleGroupProvider(), Map.of("member-types", List.of("CUSTOMER"))))
                .hasSize(2);
    }
}
