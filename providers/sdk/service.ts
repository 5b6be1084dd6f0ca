import { type Access, type AccessDefaults, accessOf } from '../connection/access.ts';
import { shownAddress } from '../connection/address.ts';
import type { Circumstances } from '../fault/failure.ts';
import type { Endpoint } from '../provider.ts';

/** What is known of a kind of server beforehand. */
export interface Service extends AccessDefaults {
  modelCure: string;
  startCure: string;
}

/** One endpoint, ready to be asked for one model. */
export interface Contact {
  endpoint: Endpoint;
  model: string;
  access: Access;
  circumstances: Circumstances;
}

/** Looks up address and key of an endpoint; throws `missing-key` or `bad-request`. */
export function contact(service: Service, endpoint: Endpoint, model: string): Contact {
  const access = accessOf(endpoint, service);
  const asked = {
    endpoint: endpoint.name,
    model,
    address: shownAddress(access.baseUrl),
    keyVariable: access.keyVariable,
    modelCure: service.modelCure,
    startCure: service.startCure,
  };
  return { endpoint, model, access, circumstances: { asked, key: access.key, begun: false } };
}
