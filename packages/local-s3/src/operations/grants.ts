import { xmlReply } from '../http/reply.ts';
import type { RequestFields } from '../http/request-fields.ts';
import { invalidRequest, S3Error } from '../s3-error.ts';
import type { Grant } from '../storage/records.ts';
import type { Call, Operation } from './call.ts';

const GROUPS = 'http://acs.amazonaws.com/groups/global';
const OWNER = { type: 'owner', value: '' } as const;
const ALL_USERS = { type: 'uri', value: `${GROUPS}/AllUsers` } as const;
const AUTHENTICATED = { type: 'uri', value: `${GROUPS}/AuthenticatedUsers` } as const;

/** What each canned ACL grants besides full control for the owner. */
const CANNED: Readonly<Record<string, readonly Grant[]>> = {
  private: [],
  'public-read': [{ grantee: ALL_USERS, permission: 'READ' }],
  'public-read-write': [
    { grantee: ALL_USERS, permission: 'READ' },
    { grantee: ALL_USERS, permission: 'WRITE' },
  ],
  'authenticated-read': [{ grantee: AUTHENTICATED, permission: 'READ' }],
  'aws-exec-read': [{ grantee: { type: 'id', value: 'za-team' }, permission: 'READ' }],
  // Here the bucket and the object have the same owner.
  'bucket-owner-read': [],
  'bucket-owner-full-control': [],
};

const GRANT_HEADERS = {
  'x-amz-grant-full-control': 'FULL_CONTROL',
  'x-amz-grant-read': 'READ',
  'x-amz-grant-read-acp': 'READ_ACP',
  'x-amz-grant-write-acp': 'WRITE_ACP',
} as const;

/** Reads a canned ACL or explicit grants. The server stores and returns them but does not enforce them. */
export function readGrants(fields: RequestFields): readonly Grant[] {
  const canned = fields.amzHeader('x-amz-acl');
  const explicit = Object.entries(GRANT_HEADERS).flatMap(([header, permission]) =>
    parseGrantees(fields.amzHeader(header)).map((grantee) => ({ grantee, permission })),
  );
  if (canned === undefined) {
    return explicit.length > 0 ? explicit : [{ grantee: OWNER, permission: 'FULL_CONTROL' }];
  }
  if (explicit.length > 0) {
    throw invalidRequest('Specifying both Canned ACLs and Header Grants is not allowed');
  }
  const granted = CANNED[canned];
  if (granted === undefined) {
    const details = { ArgumentName: 'x-amz-acl', ArgumentValue: canned };
    throw new S3Error('InvalidArgument', undefined, details);
  }
  return [{ grantee: OWNER, permission: 'FULL_CONTROL' }, ...granted];
}

function parseGrantees(header: string | undefined): Grant['grantee'][] {
  if (header === undefined) return [];
  return header.split(',').map((text) => {
    const [, type, value = ''] = /^\s*(id|uri|emailAddress)="?([^"]+)"?\s*$/.exec(text) ?? [];
    // Grants by e-mail address ended in October 2025.
    if (type === 'emailAddress') throw new S3Error('MethodNotAllowed');
    if (type === 'id' || type === 'uri') return { type, value };
    throw new S3Error('InvalidArgument', 'Argument format not recognized', { ArgumentValue: text });
  });
}

export const getObjectAcl: Operation = async (call) => {
  const { grants } = call.bucket.requireObject(call.key).attributes;
  return xmlReply('AccessControlPolicy', {
    Owner: call.owner,
    AccessControlList: {
      Grant: grants.map(({ grantee, permission }) => ({
        Grantee: granteeXml(call, grantee),
        Permission: permission,
      })),
    },
  });
};

function granteeXml(call: Call, { type, value }: Grant['grantee']) {
  const attributes = {
    '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    '@xsi:type': type === 'uri' ? 'Group' : 'CanonicalUser',
  };
  if (type === 'uri') return { ...attributes, URI: value };
  return { ...attributes, ...(type === 'owner' ? call.owner : { ID: value }) };
}
