package dev.gosync.acceptance;

import dev.gosync.entra.EntraFake;

/** A place in a tenant of Entra. */
abstract class EntraPlace extends FaultPlaces.ServicePlace<EntraFake> {
    EntraPlace(String type, boolean isSource) {
        super(type, isSource, new EntraFake());
    }

    static String account(String address) {
        return "tenant: %s, client-id: %s, client-secret: %s, authority: '%s', base-url: '%s/v1.0/'"
                .formatted(EntraFake.TENANT, EntraFake.CLIENT, FaultPlaces.SECRET, address, address);
    }
}
