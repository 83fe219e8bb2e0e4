package dev.gosync.testkit.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Fault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DirectoryClientTest {
    @ParameterizedTest
    @EnumSource(
            value = Fault.Type.class,
            names = {"LOST_ANSWER", "RESET"})
    void anAttemptIsOneRequestOnAConnectionThatWasUsedBeforeToo(Fault.Type type) throws Exception {
        try (DirectoryFake fake = new DirectoryFake()) {
            DirectoryClient client = new DirectoryClient(
                    fake.address(),
                    "Directory",
                    Conditions.SECRET,
                    Retry.standard().attempts(1));
            client.list("people.list", "/v1/people", "people");
            fake.inject(Fault.of(type));

            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> client.list("people.list", "/v1/people", "people"));

            assertThat(fake.requests()).hasSize(2);
        }
    }
}
