package dev.gosync.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Conditions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersTest {
    @TempDir
    private Path folder;

    private static Map<String, Object> app(EntraFake fake) {
        return new HashMap<>(Map.of(
                "group", EntraFake.GROUP_NAME,
                "tenant", EntraFake.TENANT,
                "client-id", EntraFake.CLIENT,
                "client-secret", Conditions.SECRET,
                "authority", fake.address().toString(),
                "base-url", fake.address() + "/v1.0"));
    }

    private Source create(AdapterProvider provider, Map<String, Object> values, Config.Scope scope) {
        return provider.create(values, scope);
    }

    private List<Fault> faults(AdapterProvider provider, Map<String, Object> values) {
        try (Config.Scope scope = new Config.Scope(folder, Retry.standard())) {
            return catchThrowableOfType(ConfigException.class, () -> create(provider, values, scope))
                    .faults();
        }
    }

    @Test
    void both_types_work_with_a_secret_and_share_one_tenant() throws Exception {
        try (EntraFake fake = new EntraFake();
                Config.Scope scope = new Config.Scope(folder, Retry.standard())) {
            fake.join(List.of("ann@example.com"));
            Map<String, Object> users = app(fake);
            users.remove("group");
            users.put("filter", "department ne 'x'");
            users.put("include-guests", true);

            Source group = create(new EntraGroupProvider(), app(fake), scope);
            Source all = create(new EntraUsersProvider(), users, scope);

            assertThat(group).isInstanceOf(Adapter.class);
            assertThat(group.get().things()).containsExactly("ann@example.com");
            assertThat(all.get().things()).containsExactly("ann@example.com");
            assertThat(fake.calls()).as("one token for both").containsEntry("token", 1);
        }
    }

    @Test
    void nested_groups_make_it_a_source() throws Exception {
        try (EntraFake fake = new EntraFake();
                Config.Scope scope = new Config.Scope(folder, Retry.standard())) {
            Map<String, Object> values = app(fake);
            values.put("include-nested", true);

            assertThat(create(new EntraGroupProvider(), values, scope)).isNotInstanceOf(Adapter.class);
        }
    }

    @Test
    void all_faults_come_at_once() throws Exception {
        Files.writeString(folder.resolve("empty.pem"), "");

        List<Fault> faults = faults(
                new EntraGroupProvider(),
                Map.of(
                        "group", " x",
                        "tenant", "https://contoso",
                        "client-id", "two words",
                        "client-secret", "s3cr3t value",
                        "certificate-file", "empty.pem",
                        "base-url", "http://graph.example.com",
                        "authority", "ftp://x"));

        assertThat(faults)
                .extracting(Fault::key)
                .containsExactlyInAnyOrder(
                        "group",
                        "tenant",
                        "client-id",
                        "client-secret",
                        "certificate-file",
                        "certificate-file",
                        "base-url",
                        "authority");
        assertThat(faults.toString()).doesNotContain("s3cr3t");
    }

    @Test
    void credentials_are_an_app_or_a_managed_identity() {
        assertThat(faults(new EntraUsersProvider(), Map.of()))
                .extracting(Fault::key)
                .containsExactlyInAnyOrder("tenant", "client-id", "client-secret");
        assertThat(faults(new EntraUsersProvider(), Map.of("managed-identity", true, "client-secret", "s3cr3t")))
                .extracting(Fault::key)
                .containsExactly("client-secret");
        try (Config.Scope scope = new Config.Scope(folder, Retry.standard())) {
            assertThat(create(new EntraUsersProvider(), Map.of("managed-identity", true), scope)
                            .name())
                    .isEqualTo("Entra users");
        }
    }
}
