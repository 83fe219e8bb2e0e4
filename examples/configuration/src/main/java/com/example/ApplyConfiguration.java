package com.example;

import dev.gosync.Plans;
import dev.gosync.config.Configuration;
import dev.gosync.config.ConfigurationReader;
import dev.gosync.config.ConfiguredSync;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Applies a configuration file. */
public final class ApplyConfiguration {
    private ApplyConfiguration() {}

    public static void main(String[] args) throws Exception {
        try (Configuration configuration = ConfigurationReader.standard().read(Path.of(args[0]))) {
            for (List<ConfiguredSync> batch : configuration.batches()) {
                List<Plans> plans = new ArrayList<>();
                for (ConfiguredSync sync : batch) {
                    plans.add(sync.group().plan());
                }
                Plans.judgedTogether(plans).forEach(judged -> judged.apply().forEach(System.out::println));
            }
        }
    }
}
