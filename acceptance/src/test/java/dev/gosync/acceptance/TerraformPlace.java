package dev.gosync.acceptance;

import dev.gosync.terraform.TerraformFake;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A place in an organization at Terraform, which has owners and service accounts. */
abstract class TerraformPlace extends FaultPlaces.ServicePlace<TerraformFake> {
    TerraformPlace(String type) {
        super(type, false, new TerraformFake());
    }

    @Override
    boolean isWrite(String method, String path, String body) {
        return !method.equals("GET");
    }

    static String account(String address) {
        return "organization: %s, token: %s, base-url: '%s'"
                .formatted(TerraformFake.ORGANIZATION, FaultPlaces.SECRET, address);
    }

    @Override
    String untouchable(Path folder) {
        return STAYING.stream().map(fake::kept).collect(Collectors.joining("; ")) + " " + fake.services() + " "
                + fake.members(TerraformFake.OWNERS);
    }
}
