package dev.gosync.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Conditions;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ProvidersTest {
    private static final Config.Scope SCOPE = new Config.Scope(Path.of(""), Retry.standard());

    private static Source create(AdapterProvider provider, Map<String, ?> values) {
        return provider.create(values, SCOPE);
    }

    private static List<String> faults(AdapterProvider provider, Map<String, ?> values) {
        try {
            create(provider, values);
        } catch (ConfigException e) {
            assertThat(e.getMessage()).doesNotContain("se cret");
            return e.faults().stream().map(Fault::toString).toList();
        }
        throw new AssertionError("There was nothing wrong with " + values);
    }

    @Test
    void all_types_are_found_by_the_service_loader() {
        assertThat(ServiceLoader.load(AdapterProvider.class))
                .extracting(AdapterProvider::type)
                .contains("terraform-organization", "terraform-team", "terraform-teams");
    }

    @Test
    void they_are_light_to_load_and_do_not_need_okhttp() throws Exception {
        List<URL> ours = new ArrayList<>();
        for (Class<?> type : List.of(AdapterProvider.class, TerraformTeamProvider.class)) {
            ours.add(type.getProtectionDomain().getCodeSource().getLocation());
        }
        try (URLClassLoader withoutOkHttp =
                new URLClassLoader(ours.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Class<?> service = withoutOkHttp.loadClass(AdapterProvider.class.getName());

            List<Object> keys = new ArrayList<>();
            for (Object provider : ServiceLoader.load(service, withoutOkHttp)) {
                keys.add(service.getMethod("keys").invoke(provider));
            }

            assertThat(keys).hasSize(3);
        }
    }

    @Test
    void they_make_the_same_adapters_as_the_java_api() {
        Source organization = create(
                new TerraformOrganizationProvider(),
                Map.of("organization", "acme", "token", "t1", "invite-to", "everyone"));
        Source team = create(
                new TerraformTeamProvider(),
                Map.of(
                        "organization",
                        "acme",
                        "token",
                        "t1",
                        "team",
                        "platform",
                        "base-url",
                        "https://terraform.example.com"));
        Source teams = create(
                new TerraformTeamsProvider(), Map.of("organization", "acme", "token", "t1", "allow-delete", true));

        assertThat(List.of(organization, team, teams)).allMatch(Adapter.class::isInstance);
        assertThat(organization.name()).isEqualTo("Terraform organization acme");
        assertThat(team.name()).isEqualTo("Terraform team platform of acme at terraform.example.com");
        assertThat(teams.name()).isEqualTo("Terraform teams of acme");
    }

    @Test
    void all_places_of_an_organization_belong_to_one_account() {
        Map<String, String> values = Map.of("organization", "acme", "token", "t1", "team", "platform");
        TerraformTeamProvider provider = new TerraformTeamProvider();

        assertThat(provider.account(Config.of(provider.type(), provider.keys(), values, SCOPE)))
                .contains("terraform acme");
    }

    @Test
    void allow_delete_is_off_unless_it_is_set() throws Exception {
        try (TerraformFixture fixture = new TerraformFixture();
                Config.Scope scope = new Config.Scope(Path.of(""), fixture.retry())) {
            Map<String, String> values = Map.of(
                    "organization", TerraformFake.ORGANIZATION,
                    "token", Conditions.SECRET,
                    "base-url", fixture.fake.address().toString());

            Source teams = new TerraformTeamsProvider().create(values, scope);

            assertThat(teams.get().kept()).containsEntry(TerraformFake.TEAM, "deletion is off");
        }
    }

    @Test
    void all_faults_are_reported_at_once_and_without_the_token() {
        assertThat(faults(
                        new TerraformTeamProvider(),
                        Map.of(
                                "organization",
                                "acme corp",
                                "token",
                                "se cret",
                                "team",
                                "site reliability",
                                "base-url",
                                "http://terraform.example.com")))
                .containsExactly(
                        "organization: must be the name of an organization, which has letters, digits, - and _ only",
                        "token: is empty, or has characters that no token has",
                        "base-url: must begin with https://; plain http would show the credentials, so it is for this"
                                + " machine only",
                        "team: must be the name or the id of a team, which has letters, digits, - and _ only");
    }
}
