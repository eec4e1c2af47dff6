# The words of functions.tf as IAM statements. A word a function does not use makes no statement.

locals {
  # Lists that come from two words at once.
  both = { for name, f in local.functions : name => {
    resumes = try(f.resumes, false)
    decides = try(f.decides, false)
    moves   = try(f.moves, false) || try(f.decides, false)
  } }

  words = { for name, f in local.functions : name => {
    reads            = distinct(concat(try(f.reads, []), local.both[name].decides ? local.deciding.reads : [], local.both[name].resumes ? local.resuming.reads : []))
    writes           = distinct(concat(try(f.writes, []), local.both[name].decides ? local.deciding.writes : [], local.both[name].moves ? local.moving.writes : []))
    removes          = distinct(concat(try(f.removes, []), local.both[name].resumes ? local.resuming.removes : []))
    counts           = try(f.counts, [])
    batches          = try(f.batches, [])
    finds            = distinct(concat(try(f.finds, []), local.both[name].decides ? local.deciding.finds : []))
    appends          = try(f.appends, false) || local.both[name].moves
    keeps            = try(f.keeps, false)
    checks           = distinct(concat(try(f.checks, []), local.both[name].decides ? local.approving.checks : []))
    gets             = distinct(concat(try(f.gets, []), local.both[name].decides ? local.deciding.gets : []))
    puts             = try(f.puts, [])
    deletes          = try(f.deletes, [])
    shreds           = try(f.shreds, [])
    secrets          = distinct(concat(try(f.secrets, []), local.both[name].decides ? local.deciding.secrets : []))
    sends            = try(f.sends, [])
    takes            = try(f.takes, [])
    streams          = try(f.streams, [])
    failure_queue    = compact([try(f.failure_queue, null)])
    publishes        = try(f.publishes, [])
    starts           = try(f.starts, [])
    stops            = try(f.stops, [])
    gives_up         = try(f.gives_up, false)
    answers          = local.both[name].resumes ? local.resuming.answers : []
    identity         = try(f.identity, [])
    faces            = try(f.faces, [])
    enrols           = try(f.enrols, [])
    lends            = try(f.lends, false)
    reads_pictures   = try(f.reads_pictures, [])
    mails            = try(f.mails, [])
    texts            = try(f.texts, false)
    registry         = try(f.registry, false)
    registers        = try(f.registers, false)
    announces        = try(f.announces, false)
    seals            = try(f.seals, false)
    opens            = try(f.opens, false) || local.both[name].resumes
    signs            = try(f.signs, false)
    vaults           = try(f.vaults, [])
    checks_tombstone = try(f.checks_tombstone, false)
    sealed_for       = try(f.sealed_for, "a step")
  } }

  # Where the data key is used on a function's behalf; it may decrypt through these services only.
  encrypted = { for name, w in local.words : name => compact([
    w.appends || length(concat(w.reads, w.writes, w.finds, w.removes, w.counts, w.streams)) > 0 ? "dynamodb" : "",
    length(concat(w.gets, w.puts, w.vaults)) > 0 ? "s3" : "",
    length(w.secrets) > 0 || w.registry ? "secretsmanager" : "",
    length(concat(w.sends, w.takes, w.failure_queue)) > 0 ? "sqs" : "",
    length(w.publishes) > 0 ? "sns" : "",
    length(concat(w.starts, w.answers)) > 0 ? "states" : "",
    w.announces ? "events" : "",
  ]) }

  # Buckets that a function reads, fills and empties are named once: IAM takes 10,240 characters a role.
  whole = { for name, w in local.words : name => [for b in w.gets : b if contains(w.puts, b) && contains(w.shreds, b)] }

  providers      = [for secret in keys(local.secret_arns) : secret if startswith(secret, "providers/")]
  providers_arn  = "arn:${local.partition}:secretsmanager:${local.region}:${local.account}:secret:${local.prefix}/providers/*"
  every_provider = { for name, w in local.words : name => length(setsubtract(local.providers, w.secrets)) == 0 }

  queue_arns = merge({ for name, q in module.queue : name => q.arn }, { for name, q in module.failures : name => q.arn })

  # What the tokens key seals is bound to its purpose: one who may open the token of a step cannot
  # open the password of a sign-in, nor anything that was sealed for nothing.
  contexts = { for purpose, names in {
    "a step"    = ["caseId", "step"]
    "a sign-in" = ["username", "execution", "token"]
    } : purpose => [
    { test = "ForAllValues:StringEquals", variable = "kms:EncryptionContextKeys", values = names },
    { test = "StringLike", variable = "kms:EncryptionContext:${names[0]}", values = ["?*"] },
    { test = "StringLike", variable = "kms:EncryptionContext:${names[1]}", values = ["?*"] },
  ] }

  no_conditions = [for none in [] : { test = "", variable = "", values = [""] }]

  statements = { for name, w in local.words : name => [for s in [
    {
      sid       = "ReadThePlatform", conditions = local.no_conditions
      actions   = ["ssm:GetParameter"]
      resources = [local.parameter_arn]
    },
    {
      sid       = "SendTraces", conditions = local.no_conditions
      actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
      resources = ["*"]
    },
    {
      sid       = "ReadTables", conditions = local.no_conditions
      actions   = ["dynamodb:GetItem"]
      resources = [for t in w.reads : module.table[t].arn if !contains(w.writes, t)]
    },
    {
      sid       = "GetMany", conditions = local.no_conditions
      actions   = ["dynamodb:BatchGetItem"]
      resources = [for t in w.batches : module.table[t].arn]
    },
    {
      sid       = "AskIndexes", conditions = local.no_conditions
      actions   = ["dynamodb:Query"]
      resources = [for index in w.finds : join("/index/", concat([module.table[split("/", index)[0]].arn], slice(split("/", index), 1, length(split("/", index)))))]
    },
    {
      sid       = "AppendToTheAuditLog", conditions = local.no_conditions
      actions   = ["dynamodb:Query", "dynamodb:PutItem"]
      resources = w.appends ? [module.table["KycAuditLog"].arn] : []
    },
    {
      # Until when an entry is kept, and nothing else of it.
      sid       = "KeepTheAuditLog"
      actions   = ["dynamodb:UpdateItem"]
      resources = w.keeps ? [module.table["KycAuditLog"].arn] : []
      conditions = [
        { test = "ForAllValues:StringEquals", variable = "dynamodb:Attributes", values = ["subjectId", "entryId", "expiresAt"] },
      ]
    },
    {
      # Who writes also reads. In one statement: IAM takes 10,240 characters a role.
      sid       = "WriteTables", conditions = local.no_conditions
      actions   = ["dynamodb:GetItem", "dynamodb:PutItem"]
      resources = [for t in w.writes : module.table[t].arn if !contains(w.removes, t)]
    },
    {
      # A table that stands in both lists is named once.
      sid       = "WriteAndRemove", conditions = local.no_conditions
      actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"]
      resources = [for t in w.writes : module.table[t].arn if contains(w.removes, t)]
    },
    {
      sid       = "CheckInTransactions", conditions = local.no_conditions
      actions   = ["dynamodb:ConditionCheckItem"]
      resources = [for t in w.checks : module.table[t].arn]
    },
    {
      sid       = "RemoveItems", conditions = local.no_conditions
      actions   = ["dynamodb:DeleteItem"]
      resources = [for t in w.removes : module.table[t].arn if !contains(w.writes, t)]
    },
    {
      sid       = "Count", conditions = local.no_conditions
      actions   = ["dynamodb:UpdateItem"]
      resources = [for t in w.counts : module.table[t].arn]
    },
    {
      sid       = "ReadStreams", conditions = local.no_conditions
      actions   = ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"]
      resources = [for t in w.streams : module.table[t].stream_arn]
    },
    {
      # Lambda asks for it when the mapping is made; the reference knows no resource for it.
      sid       = "ListStreams", conditions = local.no_conditions
      actions   = ["dynamodb:ListStreams"]
      resources = length(w.streams) > 0 ? ["*"] : []
    },
    {
      sid       = "KeepObjects", conditions = local.no_conditions
      actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObjectVersion"]
      resources = [for b in local.whole[name] : "${module.bucket[b].arn}/*"]
    },
    {
      sid       = "SeeObjects", conditions = local.no_conditions
      actions   = ["s3:ListBucket", "s3:ListBucketVersions"]
      resources = [for b in local.whole[name] : module.bucket[b].arn]
    },
    {
      sid       = "GetObjects", conditions = local.no_conditions
      actions   = ["s3:GetObject"]
      resources = [for b in setsubtract(w.gets, local.whole[name]) : "${module.bucket[b].arn}/*"]
    },
    {
      sid       = "PutObjects", conditions = local.no_conditions
      actions   = ["s3:PutObject"]
      resources = [for b in setsubtract(w.puts, local.whole[name]) : "${module.bucket[b].arn}/*"]
    },
    {
      sid       = "DeleteObjects", conditions = local.no_conditions
      actions   = ["s3:DeleteObject"]
      resources = [for b in w.deletes : "${module.bucket[b].arn}/*"]
    },
    {
      # Without it a missing object is "access denied" instead of "not found".
      sid       = "TellMissingObjects", conditions = local.no_conditions
      actions   = ["s3:ListBucket"]
      resources = [for b in setsubtract(w.gets, local.whole[name]) : module.bucket[b].arn]
    },
    {
      sid       = "FindVersions", conditions = local.no_conditions
      actions   = ["s3:ListBucketVersions"]
      resources = [for b in setsubtract(w.shreds, local.whole[name]) : module.bucket[b].arn]
    },
    {
      sid       = "ShredObjects", conditions = local.no_conditions
      actions   = ["s3:DeleteObjectVersion"]
      resources = [for b in setsubtract(w.shreds, local.whole[name]) : "${module.bucket[b].arn}/*"]
    },
    {
      # Who opens the secret of every provider has them by their folder: IAM takes 10,240 characters
      # a role.
      sid       = "OpenSecrets", conditions = local.no_conditions
      actions   = ["secretsmanager:GetSecretValue"]
      resources = concat([for s in w.secrets : local.secret_arns[s] if !(local.every_provider[name] && startswith(s, "providers/"))], local.every_provider[name] ? [local.providers_arn] : [])
    },
    {
      sid       = "SendMessages", conditions = local.no_conditions
      actions   = ["sqs:SendMessage"]
      resources = [for q in concat(w.sends, w.failure_queue) : local.queue_arns[q]]
    },
    {
      sid       = "TakeMessages", conditions = local.no_conditions
      actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"]
      resources = [for q in w.takes : local.queue_arns[q]]
    },
    {
      sid       = "PublishToTopics", conditions = local.no_conditions
      actions   = ["sns:Publish"]
      resources = [for t in w.publishes : module.messages.topic_arns[t]]
    },
    {
      # A telephone number has no ARN: everything but topics. (sns:Protocol is a key of Subscribe;
      # a condition on a key that a request lacks never holds.)
      sid       = "SendTextMessages", conditions = local.no_conditions
      actions   = ["sns:Publish"]
      resources = w.texts ? ["arn:${local.partition}:sns:*:*:*"] : []
      all_but   = true
    },
    {
      # The identity that counts is the one AWS found: the address, its domain, and in the sandbox the
      # recipient's, too. The sender is held by the condition.
      sid        = "SendMail"
      actions    = ["ses:SendTemplatedEmail"]
      resources  = length(w.mails) > 0 ? concat(["arn:${local.partition}:ses:${local.region}:${local.account}:identity/*", "arn:${local.partition}:ses:${local.region}:${local.account}:configuration-set/${local.prefix}"], [for t in w.mails : "arn:${local.partition}:ses:${local.region}:${local.account}:template/${local.prefix}-${t}-*"]) : []
      conditions = [{ test = "StringEquals", variable = "ses:FromAddress", values = [var.email_sender] }]
    },
    {
      # Whoever starts an alias is asked for the machine's own ARN, never the alias's:
      # docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
      sid       = "StartWorkflows", conditions = local.no_conditions
      actions   = ["states:StartExecution"]
      resources = [for m in w.starts : local.state_machine_arns[m]]
    },
    {
      sid       = "StopWorkflows", conditions = local.no_conditions
      actions   = ["states:StopExecution"]
      resources = [for m in w.stops : "${replace(local.state_machine_arns[m], ":stateMachine:", ":execution:")}:*"]
    },
    {
      # The reference knows no resource for it; the token names the step, and who has one is ours.
      sid       = "AnswerWorkflows", conditions = local.no_conditions
      actions   = concat(["states:SendTaskSuccess"], w.gives_up ? ["states:SendTaskFailure"] : [])
      resources = length(w.answers) > 0 ? ["*"] : []
    },
    {
      sid       = "Identity", conditions = local.no_conditions
      actions   = [for operation in w.identity : "cognito-idp:${operation}"]
      resources = length(w.identity) > 0 ? [module.identity.pool_arn] : []
    },
    {
      sid       = "SeeFaces", conditions = local.no_conditions
      actions   = [for operation in w.faces : "rekognition:${operation}"]
      resources = length(w.faces) > 0 ? ["*"] : []
    },
    {
      sid       = "LendFilming", conditions = local.no_conditions
      actions   = ["sts:AssumeRole"]
      resources = w.lends ? [local.filming_role_arn] : []
    },
    {
      sid       = "KnowFaces", conditions = local.no_conditions
      actions   = [for operation in w.enrols : "rekognition:${operation}" if operation != "CreateCollection"]
      resources = length(w.enrols) > 0 ? ["arn:${local.partition}:rekognition:${local.region}:${local.account}:collection/${local.prefix}-people"] : []
    },
    {
      # A collection that is not there yet has no ARN in the reference.
      sid       = "BeginToKnowFaces", conditions = local.no_conditions
      actions   = ["rekognition:CreateCollection"]
      resources = contains(w.enrols, "CreateCollection") ? ["*"] : []
    },
    {
      sid       = "ReadPictures", conditions = local.no_conditions
      actions   = [for operation in w.reads_pictures : "textract:${operation}"]
      resources = length(w.reads_pictures) > 0 ? ["*"] : []
    },
    {
      sid       = "UseTheRegistry", conditions = local.no_conditions
      actions   = concat(["rds-data:ExecuteStatement"], w.registers ? ["rds-data:BatchExecuteStatement"] : [])
      resources = w.registry ? [local.database_arn] : []
    },
    {
      sid       = "AnnounceFacts", conditions = local.no_conditions
      actions   = ["events:PutEvents"]
      resources = w.announces ? [module.events.bus_arn] : []
    },
    {
      sid        = "Seal"
      conditions = local.contexts[w.sealed_for]
      actions    = ["kms:Encrypt"]
      resources  = w.seals ? [module.key_tokens.arn] : []
    },
    {
      sid        = "Open"
      conditions = local.contexts[w.sealed_for]
      actions    = ["kms:Decrypt"]
      resources  = w.opens ? [module.key_tokens.arn] : []
    },
    {
      sid       = "Sign", conditions = local.no_conditions
      actions   = ["kms:Sign"]
      resources = w.signs ? [module.key_audit.arn] : []
    },
    {
      sid       = "PutIntoTheVault", conditions = local.no_conditions
      actions   = ["s3:PutObject"]
      resources = [for folder in w.vaults : "${module.vault.arn}/${folder}/*"]
    },
    {
      # In one transaction with what is written: is there a tombstone of the person?
      sid       = "AskForTombstones", conditions = local.no_conditions
      actions   = ["dynamodb:ConditionCheckItem"]
      resources = w.checks_tombstone ? [module.table["Marks"].arn] : []
    },
    {
      sid        = "DataKeyThroughItsServices"
      actions    = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources  = length(local.encrypted[name]) > 0 ? [module.key_data.arn] : []
      conditions = [{ test = "StringEquals", variable = "kms:ViaService", values = [for s in local.encrypted[name] : "${s}.${local.region}.amazonaws.com"] }]
    },
  ] : merge({ all_but = false }, s) if length(s.resources) > 0] }
}
